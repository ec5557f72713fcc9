//! Faults of literals that types cannot tell: durations, times and patterns that do not parse, and
//! lists or maps of mixed types.

use crate::environment::Environment;
use crate::regex::Regex;
use crate::syntax::{Expr, ExprKind, Issues, Literal};
use crate::types::Type;
use crate::value::{Duration, Timestamp};

use super::Checked;

/// Reports every faulty literal.
pub(super) fn validate(checked: &Checked, env: &Environment, issues: &mut Issues) {
    checked.expr.walk(&mut |expr| call_argument(checked, expr, issues));
    aggregates(checked, &checked.expr, env.has_function("format"), issues);
}

fn call_argument(checked: &Checked, expr: &Expr, issues: &mut Issues) {
    let ExprKind::Call { function, args, .. } = &expr.kind else { return };
    let Some(Expr { id, kind: ExprKind::Literal(literal) }) = args.first() else { return };
    let fits = match (function.as_str(), literal) {
        ("duration", Literal::String(text)) => Duration::parse(text).is_some(),
        ("timestamp", Literal::String(text)) => Timestamp::parse(text).is_some(),
        ("timestamp", Literal::Int(seconds)) => Timestamp::from_seconds(*seconds).is_some(),
        ("matches", Literal::String(pattern)) => Regex::new(pattern).is_ok(),
        _ => true,
    };
    if !fits {
        issues.report(checked.offsets[*id as usize], format!("invalid {function} argument"));
    }
}

fn aggregates(checked: &Checked, expr: &Expr, format_exempt: bool, issues: &mut Issues) {
    match &expr.kind {
        ExprKind::Call { function, .. } if format_exempt && function == "format" => return,
        ExprKind::List { elements, optional } => {
            let mut first: Option<Type> = None;
            for (element, optional) in elements.iter().zip(optional) {
                let t = held(checked.type_of(element), *optional);
                if !same(&mut first, t, checked, element, issues) {
                    break;
                }
            }
        }
        ExprKind::Map(entries) => {
            let (mut keys, mut values) = (None, None);
            for entry in entries {
                let key = checked.type_of(&entry.key).clone();
                same(&mut keys, key, checked, &entry.key, issues);
                let value = held(checked.type_of(&entry.value), entry.optional);
                same(&mut values, value, checked, &entry.value, issues);
            }
        }
        _ => {}
    }
    expr.children(&mut |child| aggregates(checked, child, format_exempt, issues));
}

fn held(t: &Type, optional: bool) -> Type {
    if optional { t.optional_value().unwrap_or(t).clone() } else { t.clone() }
}

fn same(
    first: &mut Option<Type>,
    t: Type,
    checked: &Checked,
    at: &Expr,
    issues: &mut Issues,
) -> bool {
    let Some(expected) = first else {
        *first = Some(t);
        return true;
    };
    if *expected == t {
        return true;
    }
    let message = format!("expected type '{}' but found '{}'", expected.described(), t.described());
    issues.report(checked.offsets[at.id as usize], message);
    false
}
