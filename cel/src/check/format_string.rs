//! Checks literal format strings against the arguments written beside them.

use crate::library::format_string::{Clause, clauses};
use crate::syntax::{Expr, ExprKind, Issues, Literal};
use crate::types::Type;

use super::Checked;

/// Reports every clause that its argument does not fit, and arguments without a clause.
pub(super) fn validate(checked: &Checked, issues: &mut Issues) {
    checked.expr.walk(&mut |expr| {
        let ExprKind::Call { target: Some(target), function, args } = &expr.kind else { return };
        let ("format", ExprKind::Literal(Literal::String(text)), [list]) =
            (function.as_str(), &target.kind, &args[..])
        else {
            return;
        };
        let ExprKind::List { elements, .. } = &list.kind else { return };
        if let Err((at, message)) = call(checked, text, elements) {
            let id = at.unwrap_or(expr.id);
            issues.report(checked.offsets[id as usize], message);
        }
    });
}

type Fault = (Option<u32>, String);

fn call(checked: &Checked, text: &str, args: &[Expr]) -> Result<(), Fault> {
    let mut used = 0;
    for piece in clauses(text) {
        let Some(clause) = piece.map_err(|m| (None, m))? else { continue };
        let Some(arg) = args.get(used) else {
            return Err((None, format!("index {used} out of range")));
        };
        used += 1;
        fits(checked, clause, arg)
            .map_err(|(id, message)| (Some(id), format!("error during formatting: {message}")))?;
    }
    if args.len() > used {
        let message = format!(
            "too many arguments supplied to string.format (expected {used}, got {})",
            args.len()
        );
        return Err((None, message));
    }
    Ok(())
}

fn fits(checked: &Checked, clause: Clause, arg: &Expr) -> Result<(), (u32, String)> {
    let t = checked.type_of(arg);
    let fits = match (clause, t) {
        (_, Type::Dyn) => true,
        (Clause::String, _) => {
            return printable(checked, arg)
                .map_err(|id| (id, clause.refusal(checked.types[id as usize].name())));
        }
        (Clause::Decimal | Clause::Octal, Type::Int | Type::Uint)
        | (Clause::Fixed(_) | Clause::Scientific(_), Type::Double | Type::String)
        | (Clause::Binary, Type::Int | Type::Uint | Type::Bool)
        | (Clause::Hex { .. }, Type::Int | Type::Uint | Type::String | Type::Bytes) => true,
        _ => false,
    };
    if fits { Ok(()) } else { Err((arg.id, clause.refusal(t.name()))) }
}

/// The node that `%s` cannot print, if there is one.
fn printable(checked: &Checked, arg: &Expr) -> Result<(), u32> {
    if matches!(
        checked.type_of(arg),
        Type::Object(_) | Type::Opaque(..) | Type::Error | Type::Param(_) | Type::Free(_)
    ) {
        return Err(arg.id);
    }
    let mut first = Ok(());
    if matches!(arg.kind, ExprKind::List { .. } | ExprKind::Map(_)) {
        arg.children(&mut |child| {
            if first.is_ok() {
                first = printable(checked, child);
            }
        });
    }
    first
}
