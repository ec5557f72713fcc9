//! What the state machine asks for, input by input.

use bowline_apimachinery::random::SeededRandom;

use super::*;

/// Drives a machine and writes down what it asks.
struct Script {
    machine: Machine,
    random: SeededRandom,
    now: Instant,
}

impl Script {
    fn new(options: ReflectorOptions) -> Self {
        Self { machine: Machine::new(options), random: SeededRandom::new(1), now: Instant::now() }
    }

    fn listing() -> Self {
        Self::new(ReflectorOptions { watch_list: false, ..ReflectorOptions::default() })
    }

    /// A machine that follows changes since version 10.
    fn following() -> Self {
        let mut script = Self::listing();
        script.next();
        script.machine.page("10", "");
        script.next();
        script.machine.opened(script.now);
        script
    }

    fn next(&mut self) -> String {
        match self.machine.next(&self.random) {
            Next::List { resource_version, limit, continue_token, .. } => {
                format!("list rv={resource_version} limit={limit} continue={continue_token}")
            }
            Next::Watch { resource_version, initial_events, timeout } => {
                assert!((300..=600).contains(&timeout.as_secs()), "{timeout:?}");
                let kind = if initial_events { "initial" } else { "watch" };
                format!("{kind} rv={resource_version}")
            }
        }
    }

    fn fail(&mut self, fault: Fault) -> bool {
        self.machine.failed(fault, self.now, &self.random)
    }

    fn end_mark(&mut self, version: &str) -> Verdict {
        let bookmark = Bookmark { resource_version: version.to_owned(), initial_events_end: true };
        self.machine.bookmark(&bookmark, self.now)
    }

    /// The delay asked for, as a multiple of the first one without jitter.
    fn delay(&mut self) -> f64 {
        self.machine.take_delay().as_secs_f64() / BACKOFF_BASE.as_secs_f64()
    }
}

#[test]
fn begins_with_a_watch_of_the_present_state() {
    let mut script = Script::new(ReflectorOptions::default());
    assert_eq!(script.next(), "initial rv=");
    script.machine.opened(script.now);
    assert_eq!(script.machine.changed("3", script.now), Verdict::Collect);
    assert!(!script.machine.is_following());
    assert_eq!(script.end_mark("7"), Verdict::Replace);
    assert!(script.machine.is_following());
    assert_eq!(script.machine.changed("8", script.now), Verdict::Apply);
    script.now += Duration::from_secs(400);
    script.machine.ended(script.now, &script.random);
    assert_eq!(script.delay(), 0.0);
    assert_eq!(script.next(), "watch rv=8");
}

#[test]
fn a_server_without_initial_events_is_listed_for_good() {
    let mut script = Script::new(ReflectorOptions::default());
    script.next();
    assert!(!script.fail(Fault::Unsupported));
    assert_eq!(script.delay(), 0.0);
    assert_eq!(script.next(), "list rv= limit=500 continue=");
    script.machine.page("5", "");
    script.fail(Fault::Expired);
    assert_eq!(script.next(), "list rv=5 limit=0 continue=");
}

#[test]
fn a_server_that_never_ends_the_initial_events_is_listed_once() {
    let mut script = Script::new(ReflectorOptions::default());
    script.next();
    script.machine.ended(script.now, &script.random);
    assert_eq!(script.next(), "list rv= limit=500 continue=");
    script.machine.page("5", "");
    script.fail(Fault::Expired);
    assert_eq!(script.next(), "initial rv=5");
}

#[test]
fn pages_follow_each_other_and_a_failed_one_is_asked_again() {
    let mut script = Script::listing();
    assert_eq!(script.next(), "list rv= limit=500 continue=");
    assert_eq!(script.machine.page("10", "t1"), Verdict::Collect);
    assert_eq!(script.next(), "list rv= limit=500 continue=t1");
    assert!(script.fail(Fault::Other), "what was read before stays of use");
    assert_eq!(script.next(), "list rv= limit=500 continue=t1");
    assert_eq!(script.machine.page("10", ""), Verdict::Replace);
    assert_eq!(script.next(), "watch rv=10");
}

#[test]
fn an_expired_page_is_followed_by_a_list_in_one_piece() {
    let mut script = Script::listing();
    script.next();
    script.machine.page("10", "t1");
    assert!(!script.fail(Fault::Expired));
    assert_eq!(script.next(), "list rv= limit=0 continue=");
    assert_eq!(script.machine.page("20", ""), Verdict::Replace);
}

#[test]
fn what_ends_a_watch_decides_how_it_goes_on() {
    for (name, fault, want) in [
        ("too old: the state anew, not older", Fault::Expired, "list rv=10 limit=0 continue="),
        ("too new: the latest state", Fault::TooNew, "list rv= limit=500 continue="),
        ("kind gone: the state anew", Fault::KindMissing, "list rv=10 limit=0 continue="),
        ("passing: resumed", Fault::Other, "watch rv=10"),
    ] {
        let mut script = Script::following();
        script.fail(fault);
        assert!((1.0..=2.0).contains(&script.delay()), "{name}");
        assert_eq!(script.next(), want, "{name}");
    }
}

#[test]
fn an_expired_relist_asks_for_the_latest_state() {
    let mut script = Script::following();
    script.fail(Fault::Expired);
    script.next();
    script.fail(Fault::Expired);
    assert_eq!(script.next(), "list rv= limit=500 continue=");
}

#[test]
fn older_state_is_refused_unless_it_is_the_truth() {
    let mut script = Script::following();
    script.fail(Fault::Expired);
    assert_eq!(script.next(), "list rv=10 limit=0 continue=");
    assert_eq!(script.machine.page("9", ""), Verdict::Stop, "a server that lags and lies");
    assert_eq!(script.next(), "list rv= limit=500 continue=");
    assert_eq!(script.machine.page("4", ""), Verdict::Replace, "restored from a backup");
    assert_eq!(script.machine.version(), "4");
}

#[test]
fn events_do_not_go_back() {
    let mut script = Script::following();
    assert_eq!(script.machine.changed("12", script.now), Verdict::Apply);
    assert_eq!(script.machine.changed("11", script.now), Verdict::Ignore);
    let mark = Bookmark { resource_version: "15".into(), initial_events_end: false };
    assert_eq!(script.machine.bookmark(&mark, script.now), Verdict::Ignore);
    assert_eq!(script.machine.version(), "15");
}

#[test]
fn a_watch_that_fails_again_and_again_is_given_up() {
    let mut script = Script::following();
    let mut resumed = 0;
    loop {
        script.fail(Fault::Other);
        if script.next() != "watch rv=10" {
            break;
        }
        resumed += 1;
    }
    assert_eq!(resumed, MAX_RESUMES);
}

#[test]
fn delays_grow_to_the_cap_and_are_forgotten_in_quiet() {
    let mut script = Script::listing();
    script.next();
    let mut delays = Vec::new();
    for _ in 0..8 {
        script.fail(Fault::Other);
        delays.push(script.machine.take_delay());
    }
    for (power, delay) in (0..).zip(&delays) {
        let base = (BACKOFF_BASE * (1 << power)).min(BACKOFF_CAP);
        assert!((base..=base * 2).contains(delay), "{power}: {delay:?}");
    }
    script.now += BACKOFF_RESET + Duration::from_secs(1);
    script.fail(Fault::Other);
    assert!((1.0..=2.0).contains(&script.delay()));
}

#[test]
fn a_watch_that_ends_at_once_is_slowed_down() {
    let mut script = Script::following();
    script.machine.ended(script.now + Duration::from_millis(10), &script.random);
    assert!(script.delay() >= 1.0);
    script.next();
    script.machine.opened(script.now);
    script.machine.changed("11", script.now);
    script.machine.ended(script.now + Duration::from_millis(10), &script.random);
    assert_eq!(script.delay(), 0.0, "it brought something");
}
