const LONGEST = 80;
const LONGEST_ENDING = 10;
// Control characters; marks that turn the direction of reading, or cannot be seen; what systems forbid in names.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const FORBIDDEN = /[<>:"|?*]/g;
const OF_WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
// What a system runs at a double click, or what brings programs with it.
const PROGRAMS = Object.freeze(
  (
    "apk app appimage application appref-ms bat bin chm cmd com command cpl deb desktop diagcab dll dmg docm dotm " +
    "elf exe gadget hta htm html img inf ins iso jar js jse jnlp lnk msc msi msix msp mst pif pkg potm ppam ppsm " +
    "pptm ps1 psm1 py rb reg rpm scf scr sh shtml svg sys url vb vbe vbs vhd vhdx ws wsc wsf wsh xhtml xlam xll xlsm " +
    "xltm xht"
  ).split(" "),
);

/**
 * A name that is shown and saved: no folders, nothing unseen, nothing that a system takes for something else.
 * @param {string} name as the other side says
 * @param {string} otherwise where nothing is left of it
 */
export function safeName(name, otherwise) {
  const last = name.normalize("NFC").replace(UNSEEN, "").split(/[\\/]/).pop() ?? "";
  const plain = last
    .replace(FORBIDDEN, "_")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  return shortened(plain.replace(OF_WINDOWS, "_$1")) || otherwise;
}

/**
 * The ending stays: it says what the file is.
 * @param {string} name
 */
function shortened(name) {
  const letters = [...name];
  if (letters.length <= LONGEST) return name;
  const ending = [...endingOf(name)];
  const tail = ending.length > 0 && ending.length <= LONGEST_ENDING ? ["…", ".", ...ending] : ["…"];
  return [...letters.slice(0, LONGEST - tail.length), ...tail].join("");
}

/** @param {string} name */
export function isProgram(name) {
  return PROGRAMS.includes(endingOf(name).toLowerCase());
}

/** @param {string} name */
function endingOf(name) {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1);
}

// A number does not stand alone at the end of a line.
const APART = "\u00a0";

/**
 * @param {number} bytes
 * @param {string} language
 */
export function sizeText(bytes, language) {
  const megabytes = bytes / 1024 / 1024;
  if (megabytes < 1) return `${Math.max(1, Math.round(bytes / 1024))}${APART}KB`;
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return `${format.format(megabytes)}${APART}MB`;
}
