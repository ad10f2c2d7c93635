/** What of a folder is played, by the ending of its name. */
export const STILL_FILES: readonly string[] = ['.jpg', '.jpeg', '.png', '.webp'];
export const FILM_FILE = '.mjpeg';
export const PICTURE_FILES: readonly string[] = [...STILL_FILES, FILM_FILE];
export const SOUND_FILES: readonly string[] = ['.wav', '.flac', '.mp3', '.ogg'];
/** One value a line, °C; one line a second. */
export const TEMPERATURE_FILE = 'temperature.txt';
