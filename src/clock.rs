//! The one place where the library reads the clock; everything else is told what
//! day it is.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Where a Unix machine keeps its time zone.
const LOCAL_ZONE: &str = "/etc/localtime";

/// Returns the time now, in seconds since 1970.
pub(crate) fn now() -> i64 {
    Timestamp::now().as_second()
}

/// Returns the day that it is, in the time zone of the machine: what `date:today`
/// in a query means.
pub fn today() -> Date {
    let zone = local_zone().unwrap_or_else(TimeZone::system);
    zone.to_datetime(Timestamp::now()).date()
}

/// The time zone of the machine, without its name: to find that, jiff looks
/// through all zones there are, for a tenth of the time that a search takes from
/// start to exit. `None` where the environment names another zone, or where the
/// machine keeps its own elsewhere.
fn local_zone() -> Option<TimeZone> {
    if std::env::var_os("TZ").is_some() {
        return None;
    }
    let bytes = std::fs::read(LOCAL_ZONE).ok()?;
    TimeZone::tzif("Local", &bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_without_a_name_is_that_of_the_machine() {
        let Some(zone) = local_zone() else { return };
        let named = TimeZone::system();
        // Half a year apart: one of them is in summer.
        for second in [1_768_435_200, 1_784_073_600] {
            let moment = Timestamp::from_second(second).unwrap();
            assert_eq!(zone.to_datetime(moment), named.to_datetime(moment));
        }
    }
}
