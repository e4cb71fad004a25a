// Pure: facts about countries by ISO 3166-1 code, for databases that omit them.

/**
 * The continent of every ISO 3166-1 code, and of XK for Kosovo, as GeoNames assigns them, which the usual databases
 * follow. Checked against the code list on 2026-11-21.
 */
const continents: Readonly<Record<string, string>> = {
  AF: 'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW',
  AN: 'AQ BV GS HM TF',
  AS: 'AE AF AM AZ BD BH BN BT CC CN GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TM TR TW UZ VN YE',
  EU: 'AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK',
  NA: 'AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC VG VI',
  OC: 'AS AU CK CX FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS',
  SA: 'AR BO BR CL CO EC FK GF GY PE PY SR UY VE',
};

const continentByCountry: ReadonlyMap<string, string> = new Map(
  Object.entries(continents).flatMap(([continent, codes]) => codes.split(' ').map((code) => [code, continent])),
);

/**
 * The 27 member states (Treaty on European Union, article 52; as since 2020-02-01) and the parts of them that have a
 * code of their own and belong to the Union: the outermost regions of France and Åland (Treaty on the Functioning of
 * the European Union, articles 349 and 355). Checked on 2026-11-21.
 */
const european: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK AX GF GP MF MQ RE YT'.split(' '),
);

/** Created on first use: it takes ten milliseconds. */
let names: Intl.DisplayNames | undefined;

/** The continent's two-letter code, or undefined for an unassigned country code. */
export function continentOf(countryCode: string): string | undefined {
  return continentByCountry.get(countryCode);
}

/** True for one of the seven continent codes. */
export function isContinent(code: string): boolean {
  return Object.hasOwn(continents, code);
}

/** True for a country or territory that belongs to the European Union. */
export function isInEuropeanUnion(countryCode: string): boolean {
  return european.has(countryCode);
}

/** The country's English name, or its code if there is none. */
export function countryName(countryCode: string): string {
  names ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  return names.of(countryCode) ?? countryCode;
}
