//! Nothing is lost, and nothing is worked on twice at once.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;

use super::*;
use crate::queue::NORMAL;

fn start() -> (QueueCore<String>, Instant) {
    (QueueCore::default(), Instant::now())
}

fn take(queue: &mut QueueCore<String>, now: Instant) -> String {
    queue.take(now).map_or_else(String::new, |(key, _, _)| key)
}

#[test]
fn equal_keys_are_one_and_work_on_a_key_excludes_work_on_it() {
    let (mut queue, now) = start();
    queue.add("a".into(), NORMAL, now);
    queue.add("a".into(), NORMAL, now);
    queue.add("b".into(), NORMAL, now);
    assert_eq!(queue.len(), 2);
    assert_eq!(take(&mut queue, now), "a");
    queue.add("a".into(), NORMAL, now);
    assert_eq!(take(&mut queue, now), "b");
    assert_eq!(take(&mut queue, now), "");
    queue.done(&"a".into(), now);
    assert_eq!(take(&mut queue, now), "a");
    queue.done(&"a".into(), now);
    queue.done(&"b".into(), now);
    assert_eq!((take(&mut queue, now), queue.in_work()), (String::new(), 0));
}

#[test]
fn a_delayed_key_keeps_the_earlier_time() {
    let (mut queue, now) = start();
    let at = |seconds| now + Duration::from_secs(seconds);
    queue.add_after("a".into(), NORMAL, Duration::from_secs(10), now);
    queue.add_after("a".into(), NORMAL, Duration::from_secs(20), now);
    assert_eq!(queue.next_deadline(), Some(at(10)));
    queue.add_after("a".into(), NORMAL, Duration::from_secs(5), now);
    assert_eq!(queue.next_deadline(), Some(at(5)));
    assert_eq!(take(&mut queue, at(4)), "");
    assert_eq!(take(&mut queue, at(5)), "a");
    assert_eq!(queue.next_deadline(), None);
}

#[test]
fn failures_are_delayed_ever_longer_until_forgotten() {
    let (mut queue, now) = start();
    let fail =
        |queue: &mut QueueCore<String>| queue.add_failed("a".into(), NORMAL, now).as_millis();
    assert_eq!([fail(&mut queue), fail(&mut queue), fail(&mut queue)], [5, 10, 20]);
    assert_eq!(queue.failures(&"a".into()), 3);
    queue.forget(&"a".into());
    assert_eq!(fail(&mut queue), 5);
}

#[test]
fn a_queue_that_shuts_down_hands_out_what_is_ready_and_takes_nothing_in() {
    let (mut queue, now) = start();
    queue.add("ready".into(), NORMAL, now);
    queue.add("again".into(), NORMAL, now);
    queue.add_after("later".into(), NORMAL, Duration::from_secs(1), now);
    assert_eq!(take(&mut queue, now), "ready");
    assert_eq!(take(&mut queue, now), "again");
    queue.add("again".into(), NORMAL, now);
    queue.shut_down();
    queue.add("new".into(), NORMAL, now);
    assert!(queue.is_over() && !queue.is_drained());
    queue.done(&"again".into(), now);
    assert_eq!(take(&mut queue, now + Duration::from_secs(9)), "again");
    queue.done(&"again".into(), now);
    queue.done(&"ready".into(), now);
    assert!(queue.is_drained());
}

#[derive(Clone, Debug)]
enum Step {
    Add(u8, i8),
    AddAfter(u8, u8),
    Fail(u8),
    Take,
    Done(u8),
    Wait(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0u8..6, -1i8..2).prop_map(|(k, p)| Step::Add(k, p)),
        (0u8..6, 0u8..20).prop_map(|(k, d)| Step::AddAfter(k, d)),
        (0u8..6).prop_map(Step::Fail),
        Just(Step::Take),
        (0u8..6).prop_map(Step::Done),
        (0u8..20).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..200)
}

proptest! {
    /// Whatever the order of inputs: every key that was added is handed out afterwards, and no
    /// key is handed out while it is being worked on.
    #[test]
    fn nothing_is_lost_and_nothing_is_done_twice_at_once(steps in steps()) {
        let (mut queue, mut now) = start();
        let mut owed: HashSet<String> = HashSet::new();
        let mut working: HashSet<String> = HashSet::new();
        let hand_out = |queue: &mut QueueCore<String>, now, working: &mut HashSet<String>,
                            owed: &mut HashSet<String>| {
            let Some((key, _, _)) = queue.take(now) else { return Ok(false) };
            prop_assert!(working.insert(key.clone()), "{key} is worked on already");
            owed.remove(&key);
            Ok(true)
        };
        for step in steps {
            match step {
                Step::Add(key, priority) => {
                    queue.add(key.to_string(), priority.into(), now);
                    owed.insert(key.to_string());
                }
                Step::AddAfter(key, delay) => {
                    let delay = Duration::from_millis(delay.into());
                    queue.add_after(key.to_string(), NORMAL, delay, now);
                    owed.insert(key.to_string());
                }
                Step::Fail(key) => {
                    queue.add_failed(key.to_string(), NORMAL, now);
                    owed.insert(key.to_string());
                }
                Step::Take => {
                    hand_out(&mut queue, now, &mut working, &mut owed)?;
                }
                Step::Done(key) => {
                    if working.remove(&key.to_string()) {
                        queue.done(&key.to_string(), now);
                    }
                }
                Step::Wait(millis) => now += Duration::from_millis(millis.into()),
            }
            prop_assert_eq!(queue.in_work(), working.len());
        }
        // In the end, with time enough and all work done, everything comes out.
        now += Duration::from_secs(100_000);
        loop {
            for key in working.drain() {
                queue.done(&key, now);
            }
            if !hand_out(&mut queue, now, &mut working, &mut owed)? {
                break;
            }
        }
        prop_assert!(owed.is_empty(), "never handed out: {owed:?}");
        prop_assert!(queue.is_empty() && queue.in_work() == 0);
    }

    /// A tenant waits for at most one key of each other tenant.
    #[test]
    fn no_tenant_waits_for_more_than_one_turn_of_each_other(
        sizes in prop::collection::vec(1usize..20, 1..6)
    ) {
        use bowline_apimachinery::resource::NamespacedName;
        let mut queue = QueueCore::<NamespacedName>::default();
        let now = Instant::now();
        for (tenant, size) in sizes.iter().enumerate() {
            for n in 0..*size {
                queue.add(NamespacedName::new(tenant.to_string(), n.to_string()), NORMAL, now);
            }
        }
        let mut last_turn: HashMap<String, usize> = HashMap::new();
        let mut left = sizes.clone();
        for turn in 0..sizes.iter().sum() {
            let (key, _, _) = queue.take(now).unwrap();
            let waited = turn - last_turn.insert(key.namespace.clone(), turn).map_or(0, |t| t + 1);
            prop_assert!(waited < sizes.len(), "{key} waited {waited} turns");
            left[key.namespace.parse::<usize>().unwrap()] -= 1;
        }
        prop_assert!(left.iter().all(|n| *n == 0));
    }
}
