//! Lists as sets.

use super::{Call, Implementation, Library};
use crate::value::{Error, ErrorKind, List, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
list_sets_contains_list: sets.contains(list(T), list(T)) -> bool
list_sets_equivalent_list: sets.equivalent(list(T), list(T)) -> bool
list_sets_intersects_list: sets.intersects(list(T), list(T)) -> bool",
    types: &[],
    implementation: |name| -> Option<Implementation> {
        Some(match name {
            "sets.contains" => |call| both(call, contains),
            "sets.equivalent" => |call| both(call, |a, b| Ok(contains(a, b)? && contains(b, a)?)),
            "sets.intersects" => |call| both(call, intersects),
            _ => return None,
        })
    },
};

fn both<'a>(
    call: Call<'_, 'a>,
    holds: fn(&List<'a>, &List<'a>) -> Result<bool, Error>,
) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::List(a), Value::List(b)] => holds(a, b).map(Value::Bool),
        _ => Err(Error::new(ErrorKind::NoSuchOverload, "no such overload")),
    }
}

fn contains<'a>(list: &List<'a>, part: &List<'a>) -> Result<bool, Error> {
    for value in part.iter() {
        if !list.contains(&value?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn intersects<'a>(a: &List<'a>, b: &List<'a>) -> Result<bool, Error> {
    for value in a.iter() {
        if b.contains(&value?)? {
            return Ok(true);
        }
    }
    Ok(false)
}
