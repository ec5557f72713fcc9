//! Names of time zones.
//!
//! *Upstream:* `validateTimeZone`, which asks the zone database that Go programs carry.

use bowline_apimachinery::validation::field::{ErrorList, Path};

use super::faults::Faults as _;

/// The names of the zone database, in order, a line each.
const ZONES: &str = include_str!("time_zones.txt");

/// Judges a zone that there may be.
pub(super) fn judge(zone: Option<&str>, path: &Path<'_>, out: &mut ErrorList) {
    let Some(zone) = zone else { return };
    if zone.is_empty() {
        return out.invalid(path, zone, "timeZone must be nil or non-empty string");
    }
    if !zone.split('/').all(is_part) {
        out.invalid(path, zone, &format!("unknown time zone {zone}"));
    } else if zone.eq_ignore_ascii_case("local") {
        let why = "timeZone must be an explicit time zone as defined in \
                   https://www.iana.org/time-zones";
        out.invalid(path, zone, why);
    } else if !is_zone(zone) {
        out.invalid(path, zone, &format!("unknown time zone {zone}"));
    }
}

fn is_part(part: &str) -> bool {
    (1..=14).contains(&part.len())
        && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-+".contains(&b))
}

/// Whether there is such a zone.
fn is_zone(name: &str) -> bool {
    ZONES.lines().any(|zone| zone == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(zone: &str) -> usize {
        let mut out = ErrorList::new();
        judge(Some(zone), &Path::new("spec"), &mut out);
        out.len()
    }

    #[test]
    fn zones_are_those_of_the_database() {
        for zone in ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+3"] {
            assert_eq!(faults(zone), 0, "{zone}");
        }
        for zone in ["", "Local", "Europe/Nowhere", "europe/berlin", "Bogus"] {
            assert_eq!(faults(zone), 1, "{zone}");
        }
        assert_eq!(faults("10.0.0.0/8 of a much too long name"), 1);
    }
}
