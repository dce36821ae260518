//! Abbreviations that need no writing out, and the short names that do.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::wording::{lower, wording};

/// Abbreviations that every reader of a brief knows better than what they are made of, in any language: those that the
/// style guide of The Economist leaves as they are, and those of countries.
const KNOWN: &str = "ABC AFP AI AIDS AP AT&T BBC BMW BP BRICS CBC CBS CEO CIA CNN COP COVID DNA DPRK DRC EU FAQ FBI FIFA GDP \
    GPS HIV HQ HSBC IBM ID IKEA IMF ING IRA IT ITV KGB MI5 MI6 MIT MP NASA NATO NBC NGO NHK OECD OK OPEC PDF \
    PR PRC Q&A R&D ROK SMS TASS TLP TV UAE UBS UK UN UNESCO UNICEF US USB USSR VAT VIP WHO WTO";

/// What is before the names of ships.
const SHIPS: &str =
    "ARA BAP BRP FGS HDMS HMAS HMCS HMNZS HMS HNLMS INS KRI MV ORP RFA RMS ROKS RRS SMS TCG USCGC USNS USS";

/// Units, times and currencies.
const UNITS: &str = "GT GW KT KV KW MV MW TW GB MB TB HP AD AM BC BCE CE PM CEST CET EEST EET EDT EST GMT MSK PDT PST UTC AED AFN ALL AMD \
    AOA ARS AUD AZN BAM BDT BGN BHD BIF BND BOB BRL BYN CAD CDF CHF CLP CNY COP CRC CUP CZK DJF DKK DOP DZD EGP \
    ERN ETB EUR GBP GEL GHS GTQ HKD HNL HRK HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KPW KRW KWD KZT \
    LAK LBP LKR LYD MAD MDL MKD MMK MNT MRU MUR MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PHP PKR PLN PYG \
    QAR RON RSD RUB RWF SAR SDG SEK SGD SOS SSP SYP SZL THB TJS TMT TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND \
    XAF XOF YER ZAR ZMW BBL BCM BOE DWT GRT GWH KWH LNG LPG MWH TCF TEU TWH";

/// The codes of countries of two and three letters (ISO 3166-1), which stand for nothing but the country.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY \
    BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK \
    FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK \
    ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF \
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ABW AFG \
    AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR \
    BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR \
    CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA \
    GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL \
    ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF \
    MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA \
    NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA \
    SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO \
    THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM \
    YEM ZAF ZMB ZWE";

static ALL: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| [KNOWN, UNITS, COUNTRIES].into_iter().flat_map(str::split_whitespace).collect());

/// Whether a word is before the names of ships.
#[must_use]
pub fn is_ship_prefix(word: &str) -> bool {
    SHIPS.split(' ').any(|prefix| prefix == word)
}

/// Whether every reader of a brief in a language, by its BCP 47 tag, knows what an abbreviation stands for.
#[must_use]
pub fn is_known_abbreviation(word: &str, language: &str) -> bool {
    let is_listed = || {
        let list = wording(language, "unexpanded-abbreviation");
        list.is_some_and(|list| list.words.contains(&lower(word)))
    };
    ALL.contains(word) || is_listed()
}

/// Whether a short name has to be next to the full one, since it has an abbreviation that a reader may not know: `UUP`,
/// `F.L.N.`, `LDCs`, but not `EU` or `Egypt`, nor `FARC` of the `Former FARC-EP`. `language` is the BCP 47 tag of the
/// brief.
#[must_use]
pub fn needs_full_name(short: &str, name: &str, language: &str) -> bool {
    let whole = short.replace('.', "");
    whole.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let stem = word.strip_suffix('s').unwrap_or(word);
        let is_abbreviation = stem.chars().count() > 1 && stem.chars().all(char::is_uppercase);
        is_abbreviation && !is_known_abbreviation(stem, language) && !name.contains(stem)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_needs_the_full_one_where_a_reader_may_not_know_it() {
        for short in ["ARA", "UUP", "F.L.N.", "LDCs", "LDCs, AOSIS", "FARC-EP", "АОСИС"] {
            assert!(needs_full_name(short, "The full name", "en"), "{short}");
        }
        for short in ["EU", "US", "UN Mission", "Egypt", "G77 and China", "E3", "Sinn Féin", "", "A"] {
            assert!(!needs_full_name(short, "The full name", "en"), "{short}");
        }
        assert!(!needs_full_name("ООН", "Организация", "ru") && needs_full_name("ООН", "Организация", "en"));
        assert!(!needs_full_name("FARC", "Former FARC-EP, now a party", "en"));
    }
}
