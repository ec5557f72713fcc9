//! Laws that hold for all expressions: what is well typed runs, for no more than it was estimated
//! to cost, and within the limit it was given.

use bowline_cel::{
    Environment, NoHints, Program, Range, SizeHints, Type, Value, Version, estimate,
};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// The sizes that the variables below keep to.
struct Bounds;

impl SizeHints for Bounds {
    fn size(&self, path: &[String]) -> Option<Range> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["s"] | ["l", "@items"] | ["m", "@keys"] => Some(Range { min: 0, max: 12 }),
            ["l"] | ["m"] => Some(Range { min: 0, max: 4 }),
            _ => None,
        }
    }
}

fn environment() -> Environment {
    Environment::kubernetes(Version::DEFAULT)
        .with_variable("s", Type::String)
        .with_variable("n", Type::Int)
        .with_variable("b", Type::Bool)
        .with_variable("l", Type::list(Type::String))
        .with_variable("m", Type::map(Type::String, Type::Int))
}

/// Expressions of the three types that each may use the others; `x` is bound within loops. What
/// upstream itself estimates too low (a choice between calls, calls on `''`, the prefix of a long
/// text, what is typed `dyn`, named formats)
/// is not among them: the recordings have it, and ours is the same.
#[derive(Clone, Debug)]
struct Texts {
    of_bool: BoxedStrategy<String>,
    of_int: BoxedStrategy<String>,
    of_string: BoxedStrategy<String>,
}

fn texts(depth: u32) -> Texts {
    let literal = prop_oneof![Just("'a'"), Just("'ab-c'"), Just("'é'"), Just("'Zz9'")];
    let literal = literal.prop_map(str::to_owned);
    let number = (-20_i64..20).prop_map(|n| if n < 0 { format!("({n})") } else { n.to_string() });
    let leaves = Texts {
        of_bool: prop_oneof![Just("b".to_owned()), Just("true".to_owned())].boxed(),
        of_int: prop_oneof![Just("n".to_owned()), number].boxed(),
        of_string: prop_oneof![Just("s".to_owned()), literal].boxed(),
    };
    if depth == 0 {
        return leaves;
    }
    let Texts { of_bool, of_int, of_string } = texts(depth - 1);
    let (b, i, s) = (|| of_bool.clone(), || of_int.clone(), || of_string.clone());
    let of_bool = prop_oneof![
        leaves.of_bool.clone(),
        b().prop_map(|a| format!("!({a})")),
        (b(), prop_oneof![Just("&&"), Just("||"), Just("=="), Just("!=")], b())
            .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        (i(), prop_oneof![Just("<"), Just("<="), Just("=="), Just(">")], i())
            .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        (s(), prop_oneof![Just("<"), Just("=="), Just("!=")], s())
            .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        (s(), s()).prop_map(|(a, b)| format!("{a}.contains({b})")),
        s().prop_map(|a| format!("{a}.matches('^[a-z]+(-[a-z0-9])*$')")),
        s().prop_map(|a| format!("({a} in l)")),
        s().prop_map(|a| format!("({a} in m)")),
        (prop_oneof![Just("all"), Just("exists"), Just("exists_one")], s(), b())
            .prop_map(|(f, a, b)| format!("l.{f}(x, x == {a} || {b})")),
        (s(), i()).prop_map(|(a, c)| format!("m.all(x, x != {a} || m[x] < {c})")),
    ];
    let of_int = prop_oneof![
        leaves.of_int.clone(),
        (i(), prop_oneof![Just("+"), Just("-"), Just("*")], i())
            .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        s().prop_map(|a| format!("size({a})")),
        s().prop_map(|a| format!("l.filter(x, x != {a}).size()")),
        (s(), s()).prop_map(|(a, b)| format!("{a}.indexOf({b})")),
        Just("size(l)".to_owned()),
        Just("m.map(x, m[x]).size()".to_owned()),
    ];
    let of_string = prop_oneof![
        leaves.of_string.clone(),
        (s(), s()).prop_map(|(a, b)| format!("({a} + {b})")),
        s().prop_map(|a| format!("{a}.lowerAscii()")),
        s().prop_map(|a| format!("{a}.trim()")),
        i().prop_map(|a| format!("string({a})")),
    ];
    Texts { of_bool: of_bool.boxed(), of_int: of_int.boxed(), of_string: of_string.boxed() }
}

fn any_text() -> impl Strategy<Value = String> {
    let Texts { of_bool, of_int, of_string } = texts(3);
    prop_oneof![of_bool, of_int, of_string]
}

/// Values within the bounds.
fn values() -> impl Strategy<Value = Json> {
    let text = || "[a-cA-C1é -]{0,12}";
    (
        text(),
        -50_i64..50,
        any::<bool>(),
        proptest::collection::vec(text(), 0..=4),
        proptest::collection::btree_map(text(), -9_i64..9, 0..=4),
    )
        .prop_map(|(s, n, b, l, m)| json!([s, n, b, l, m]))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_costs_more_than_estimated(text in any_text(), values in values()) {
        let env = environment();
        let checked = env.check(&text).map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
        let bounds = estimate(&checked, &Bounds);
        let loose = estimate(&checked, &NoHints);
        prop_assert!(bounds.min <= bounds.max && bounds.max <= loose.max, "{bounds:?} {loose:?}");
        let program = Program::new(&env, &checked).expect("no faulty constants");
        let variables: Vec<_> = values.as_array().expect("a list").iter()
            .map(|value| Some(Ok(Value::from_json(value))))
            .collect();
        let outcome = program.run(&variables, u64::MAX);
        let again = program.run(&variables, u64::MAX);
        prop_assert_eq!(outcome.cost, again.cost);
        if outcome.result.is_ok() {
            prop_assert!(outcome.cost <= bounds.max, "{} > {}", outcome.cost, bounds.max);
        }
        // A limit below the cost ends the run, and no later than with the step that passes it.
        if let Some(limit) = outcome.cost.checked_sub(1) {
            let cut = program.run(&variables, limit);
            prop_assert!(cut.result.is_err() && cut.cost > limit && cut.cost <= outcome.cost);
            let enough = program.run(&variables, outcome.cost);
            prop_assert_eq!(enough.result.is_ok(), outcome.result.is_ok());
        }
    }

    #[test]
    fn arbitrary_text_is_checked_or_refused(text in "\\PC{0,60}") {
        let env = environment();
        if let Ok(checked) = env.check(&text) {
            let _ = Program::new(&env, &checked);
        }
    }
}
