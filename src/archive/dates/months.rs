//! The names of months and weekdays that pages print, in the form that dates have
//! and folded (see [`crate::archive::fold`]): of most languages of Europe, Arabic (Levant, Gulf
//! and Maghreb), Persian, Turkish, Hebrew, Urdu and Indonesian; weekdays in Chinese and
//! Japanese, too. Abbreviations that are English words (Italian `set`, Portuguese
//! `out`) are none.

use std::sync::LazyLock;

use jiff::civil::Weekday;
use rustc_hash::FxHashMap;

/// A month by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Month {
    /// Of the calendar of the West, 1 to 12.
    Gregorian(i8),
    /// Of the Solar Hijri calendar, 1 to 12.
    SolarHijri(i8),
    /// Of the Lunar Hijri calendar, whose months begin when the moon is seen:
    /// no table says on which day.
    LunarHijri,
}

const GREGORIAN: [&str; 12] = [
    "january jan janvier janv januar enero يناير جانفي ژانويه كانون-الثاني كانون-ثاني январь января янв \
     gennaio janeiro januari tammikuuta stycznia ledna ocak січня януари ιανουαριου ianuarie gener sijecnja janner ינואר בינואר جنوري",
    "february feb fevrier fevr februar febrero فبراير فيفري فوريه شباط февраль февраля фев \
     febbraio fevereiro februari helmikuuta lutego unora subat лютого февруари φεβρουαριου februarie febrer veljace פברואר בפברואר فروري",
    "march mar mars marz marzo مارس اذار март марта \
     marco maart marts maaliskuuta marca brezna mart березня μαρτιου martie marcius maret marc ozujka מרץ במרץ مارچ",
    "april apr avril avr abril ابريل افريل اوريل نيسان апрель апреля апр \
     aprile huhtikuuta kwietnia dubna nisan квітня април απριλιου aprilie aprilis travnja אפריל באפריל اپريل",
    "may mai mayo مايو ماي مه ايار маи мая \
     maggio maio mei maj toukokuuta maja kvetna mayis травня μαιου majus maig svibnja מאי במאי ميي",
    "june jun juin juni junio يونيو يونيه جوان ژوين حزيران июнь июня \
     giugno junho kesakuuta czerwca cervna haziran червня юни ιουνιου iunie junius juny lipnja יוני ביוני جون",
    "july jul juillet juil juli julio يوليو يوليه جويليه ژوييه تموز июль июля \
     luglio julho heinakuuta lipca cervence temmuz липня юли ιουλιου iulie julius juliol srpnja יולי ביולי جولايي",
    "august aug aout agosto اغسطس غشت اوت اب август августа авг \
     augustus augusti elokuuta sierpnia srpna agustos серпня αυγουστου augusztus agustus agost kolovoza אוגוסט באוגוסט اگست",
    "september sept sep septembre septiembre setiembre سبتمبر سپتامبر ايلول сентябрь сентября сен сент \
     settembre setembro syyskuuta wrzesnia zari eylul вересня септември σεπτεμβριου septembrie szeptember setembre rujna ספטמבר בספטמבר ستمبر",
    "october oct octobre oktober octubre اكتوبر اكتبر تشرين-الاول تشرين-اول октябрь октября окт \
     ottobre outubro lokakuuta pazdziernika rijna ekim жовтня октомври οκτωβριου octombrie אוקטובר באוקטובר",
    "november nov novembre noviembre نوفمبر نوامبر تشرين-الثاني تشرين-ثاني ноябрь ноября ноя нояб \
     novembro marraskuuta listopada listopadu kasim листопада ноември νοεμβριου noiembrie studenoga נובמבר בנובמבר نومبر",
    "december dec decembre dezember diciembre ديسمبر دسامبر كانون-الاول كانون-اول декабрь декабря дек \
     dicembre dezembro joulukuuta grudnia prosince aralik грудня декември δεκεμβριου decembrie desember desembre prosinca דצמבר בדצמבר دسمبر",
];

const SOLAR_HIJRI: [&str; 12] = [
    "فروردين farvardin",
    "ارديبهشت ordibehesht",
    "خرداد khordad",
    "تير tir",
    "مرداد امرداد mordad",
    "شهريور shahrivar",
    "مهر mehr",
    "ابان aban",
    "اذر azar",
    "دي dey",
    "بهمن bahman",
    "اسفند esfand",
];

const LUNAR_HIJRI: [&str; 12] = [
    "محرم",
    "صفر",
    "ربيع-الاول",
    "ربيع-الثاني ربيع-الاخر",
    "جمادي-الاولي جمادي-الاول",
    "جمادي-الثانيه جمادي-الثاني جمادي-الاخره",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو-القعده ذي-القعده ذوالقعده ذيقعده",
    "ذو-الحجه ذي-الحجه ذوالحجه ذيحجه",
];

const WEEKDAYS: [&str; 7] = [
    "monday mon lundi montag lunes الاثنين الاتنين دوشنبه دو-شنبه понедельник 星期一 月 \
     lunedi segunda maandag mandag maanantai poniedziałek pondeli pazartesi понеділок δευτερα luni \
     hetfo senin יום-שני پير",
    "tuesday tue tues mardi dienstag martes الثلاثاء سهشنبه سه-شنبه вторник 星期二 火 \
     martedi terca dinsdag tisdag tirsdag tiistai wtorek utery sali вівторок τριτη marti \
     kedd selasa יום-שלישי منگل",
    "wednesday wed mercredi mittwoch miercoles الاربعاء چهارشنبه چهار-شنبه среда 星期三 水 \
     mercoledi quarta woensdag onsdag keskiviikko sroda streda carsamba середа τεταρτη miercuri \
     szerda rabu יום-רביעי بدھ",
    "thursday thu thur thurs jeudi donnerstag jueves الخميس پنجشنبه پنج-شنبه четверг 星期四 木 \
     giovedi quinta donderdag torsdag torstai czwartek ctvrtek persembe четвер πεμπτη joi \
     csutortok kamis יום-חמישי جمعرات",
    "friday fri vendredi freitag viernes الجمعه جمعه ادينه пятница 星期五 金 \
     venerdi sexta vrijdag fredag perjantai piatek patek cuma παρασκευη vineri \
     pentek jumat יום-שישי جمعہ",
    "saturday sat samedi samstag sabado السبت شنبه суббота 星期六 土 \
     sabato zaterdag lordag lørdag lauantai sobota cumartesi субота σαββατο sambata \
     szombat sabtu יום-שבת ہفتہ",
    "sunday sun dimanche sonntag domingo الاحد يكشنبه يك-شنبه воскресенье 星期日 星期天 日 \
     domenica zondag sondag søndag sunnuntai niedziela nedele pazar неділя κυριακη duminica \
     vasarnap minggu יום-ראשון اتوار",
];

/// Abbreviations that are months between a day and a year (`13 set 2022`), and words
/// elsewhere.
const SHORT: [&str; 12] = [
    "ene gen sty oca ian",
    "fev lut sub",
    "mrz mac",
    "kwi nis",
    "mag",
    "giu cze haz iun",
    "lug lip tem iul",
    "ago agu sie",
    "set wrz eyl",
    "ott out paz okt eki",
    "lis kas",
    "dic dez gru ara des",
];

/// What a folded word names.
#[derive(Debug, Clone, Copy, Default)]
struct Named {
    month: Option<Month>,
    weekday: Option<Weekday>,
}

/// What every name means; nothing for a word that is only the first of one.
static NAMES: LazyLock<FxHashMap<&str, Named>> = LazyLock::new(|| {
    let mut names: FxHashMap<&str, Named> = FxHashMap::default();
    for (number, spellings) in (1..).zip(GREGORIAN) {
        add(&mut names, spellings, |named| named.month = Some(Month::Gregorian(number)));
    }
    for (number, spellings) in (1..).zip(SOLAR_HIJRI) {
        add(&mut names, spellings, |named| named.month = Some(Month::SolarHijri(number)));
    }
    for spellings in LUNAR_HIJRI {
        add(&mut names, spellings, |named| named.month = Some(Month::LunarHijri));
    }
    for (number, spellings) in (1..).zip(WEEKDAYS) {
        let weekday = Weekday::from_monday_one_offset(number).ok();
        add(&mut names, spellings, |named| named.weekday = weekday);
    }
    names
});

fn add(
    names: &mut FxHashMap<&'static str, Named>,
    spellings: &'static str,
    set: impl Fn(&mut Named),
) {
    for name in spellings.split(' ') {
        set(names.entry(name).or_default());
        if let Some((first, _)) = name.split_once('-') {
            names.entry(first).or_default();
        }
    }
}

/// Whether a folded word is a month or a weekday, or the first word of one.
pub(super) fn opens_name(word: &str) -> bool {
    NAMES.contains_key(word)
}

/// Returns the month that a folded word names; a `-` stands between the words
/// of a name that has two.
pub(super) fn month(word: &str) -> Option<Month> {
    NAMES.get(word)?.month
}

/// Returns the month that a folded word names between a day and a year.
pub(super) fn short_month(word: &str) -> Option<Month> {
    let is_of = |names: &&str| names.split(' ').any(|name| name == word);
    (1..).zip(SHORT).find(|(_, names)| is_of(names)).map(|(number, _)| Month::Gregorian(number))
}

/// Returns the weekday that a folded word names.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    NAMES.get(word)?.weekday
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::fold::fold;

    #[test]
    fn the_tables_hold_folded_names_each_once() {
        let mut seen = std::collections::HashSet::new();
        for table in [&GREGORIAN[..], &SHORT, &SOLAR_HIJRI, &LUNAR_HIJRI, &WEEKDAYS] {
            for name in table.iter().flat_map(|names| names.split(' ')) {
                assert_eq!(fold(name), name);
                assert!(seen.insert(name), "{name} stands twice");
            }
        }
    }

    #[test]
    fn a_name_is_opened_by_its_first_word_and_by_itself() {
        for table in [&GREGORIAN[..], &SOLAR_HIJRI, &LUNAR_HIJRI, &WEEKDAYS] {
            for name in table.iter().flat_map(|names| names.split(' ')) {
                for (at, _) in name.char_indices().skip(1) {
                    let word = &name[..at];
                    let opens = |name: &str| {
                        let rest = name.strip_prefix(word);
                        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
                    };
                    let tables = GREGORIAN.iter().chain(&SOLAR_HIJRI).chain(&LUNAR_HIJRI);
                    let tables = tables.chain(&WEEKDAYS);
                    let expected = tables.flat_map(|names| names.split(' ')).any(opens);
                    assert_eq!(opens_name(word), expected, "{word}");
                }
                assert!(opens_name(name), "{name}");
            }
        }
    }

    #[test]
    fn names_in_several_languages() {
        assert_eq!(month(&fold("Août")), Some(Month::Gregorian(8)));
        assert_eq!(month(&fold("أيلول")), Some(Month::Gregorian(9)));
        assert_eq!(month(&fold("شهریور")), Some(Month::SolarHijri(6)));
        assert_eq!(month("smarch"), None);
        assert_eq!(weekday(&fold("یکشنبه")), Some(Weekday::Sunday));
        assert_eq!(weekday("someday"), None);
        for (word, opens) in
            [("august", true), ("كانون", true), ("كانون-الثاني", true), ("aug.", false)]
        {
            assert_eq!(opens_name(word), opens, "{word}");
        }
    }
}
