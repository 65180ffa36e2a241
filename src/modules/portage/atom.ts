/**
 * A package with its version, as `dev-lang/python-3.12.3-r1`, and its two parts. The version is as Gentoo's package
 * manager specification has it: names may hold dashes before digits, as `font-adobe-100dpi`.
 */
export const ATOM: RegExp =
  /^([^\s/]+\/(?!-MERGING-)\S+?)-(\d+(?:\.\d+)*[a-z]?(?:_(?:alpha|beta|pre|rc|p)\d*)*(?:-r\d+)?)$/;
