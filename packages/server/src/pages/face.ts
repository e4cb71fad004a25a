// Pure: types only.

/** An image file of the operator. */
export interface FaceImage {
  readonly ending: 'svg' | 'png' | 'jpg' | 'webp';
  readonly body: Uint8Array<ArrayBuffer>;
}

/** How the operator has the pages look. */
export interface Face {
  readonly name: string;
  /** Accent colours, `#rrggbb`; undefined for the default. */
  readonly accent: string | undefined;
  readonly accentDark: string | undefined;
  /** In the place of our mark and the name; null for these. */
  readonly logo: FaceImage | null;
  readonly logoDark: FaceImage | null;
  /** PNG; null for ours. */
  readonly icon: FaceImage['body'] | null;
}
