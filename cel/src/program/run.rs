//! The run: every step is counted right after it ran, faulty or not, and the run ends when it has
//! cost too much.

use std::sync::Arc;

use super::node::{Attribute, Base, CallNode, Fold, Key, Members, Node, Qualifier};
use super::{Lazy, Outcome, Variable};
use crate::library::Call;
use crate::value::{
    Duration, Error, ErrorKind, List, Map, Text, Timestamp, Value, equal, int_from_double,
};

/// What making a list, a map or a message costs.
const LIST: u64 = 10;
const MAP: u64 = 30;
const MESSAGE: u64 = 40;

pub(super) fn run<'a>(
    root: &'a Node,
    locals: usize,
    variables: &[Variable<'a>],
    lazy: Option<Lazy<'_, 'a>>,
    limit: u64,
) -> Outcome<'a> {
    let mut run = Run { variables, lazy, locals: Vec::with_capacity(locals), cost: 0, limit };
    run.locals.resize_with(locals, || Local::Unset);
    let result = run.eval(root);
    Outcome { result, cost: run.cost }
}

type Evaluated<'a> = Result<Value<'a>, Error>;

/// A variable of a macro.
enum Local<'a> {
    Unset,
    /// An accumulator that nobody has read yet.
    Pending(&'a Node),
    Set(Evaluated<'a>),
}

struct Run<'r, 'a> {
    variables: &'r [Variable<'a>],
    lazy: Option<Lazy<'r, 'a>>,
    locals: Vec<Local<'a>>,
    cost: u64,
    limit: u64,
}

fn no_overload() -> Error {
    Error::new(ErrorKind::NoSuchOverload, "no such overload")
}

/// Lets a final fault through at once.
fn survive<'a>(result: Evaluated<'a>) -> Result<Evaluated<'a>, Error> {
    match result {
        Err(e) if e.is_final() => Err(e),
        other => Ok(other),
    }
}

impl<'a> Run<'_, 'a> {
    fn charge(&mut self, cost: u64) -> Result<(), Error> {
        self.cost = self.cost.saturating_add(cost);
        if self.cost > self.limit { Err(Error::cost(0)) } else { Ok(()) }
    }

    /// Counts a step after it ran; a final fault ends the run uncounted.
    fn counted(&mut self, result: Evaluated<'a>, cost: u64) -> Evaluated<'a> {
        let result = survive(result)?;
        self.charge(cost)?;
        result
    }

    fn eval(&mut self, node: &'a Node) -> Evaluated<'a> {
        match node {
            Node::Const(value) => Ok(value.clone()),
            Node::Attribute(attribute) => {
                let result = self.resolve(attribute);
                let cost = u64::from(!matches!(attribute.base, Base::Conditional(..)));
                self.counted(result, cost)
            }
            Node::Present(attribute) => {
                let result = survive(self.resolve(attribute))?;
                if matches!(attribute.base, Base::Conditional(..)) {
                    self.cost = self.cost.saturating_sub(1);
                }
                result.map(|value| match value {
                    Value::Optional(held) => Value::Bool(held.is_some()),
                    other => other,
                })
            }
            Node::And(a, b) => self.logical(a, b, false),
            Node::Or(a, b) => self.logical(a, b, true),
            Node::Equal(a, b, charge) | Node::NotEqual(a, b, charge) => {
                let a = survive(self.eval(a))?;
                let b = survive(self.eval(b))?;
                let cost = charge.of(&[a.as_ref().ok(), b.as_ref().ok()], None);
                let is = matches!(node, Node::Equal(..));
                let result = a.and_then(|a| b.map(|b| Value::Bool(equal(&a, &b) == is)));
                self.counted(result, cost.unwrap_or(1))
            }
            Node::NotStrictlyFalse(inner) => {
                let result = match survive(self.eval(inner))? {
                    Ok(Value::Bool(b)) => b,
                    _ => true,
                };
                self.counted(Ok(Value::Bool(result)), 1)
            }
            Node::Member(value, members) => {
                let value = self.eval(value)?;
                Ok(Value::Bool(is_member(&value, members)))
            }
            Node::OptionalOr(a, b) => match self.eval(a)? {
                Value::Optional(None) => self.eval(b),
                other => Ok(other),
            },
            Node::OptionalOrValue(a, b) => match self.eval(a)? {
                Value::Optional(Some(held)) => Ok((*held).clone()),
                Value::Optional(None) => self.eval(b),
                other => Ok(other),
            },
            Node::Call(call) => self.call(call),
            Node::List(elements) => {
                let result = self.list(elements);
                self.counted(result, LIST)
            }
            Node::Map(entries) => {
                let result = self.map(entries);
                self.counted(result, MAP)
            }
            Node::Message(name, fields) => {
                let result = self.message(name, fields);
                self.counted(result, MESSAGE)
            }
            Node::Fold(fold) => self.fold(fold),
            Node::Append(slot, element) => self.append(*slot, element),
            Node::Insert(slot, key, value) => self.insert(*slot, key, value),
        }
    }

    /// `&&` and `||`: the first term that decides does; else the first fault counts.
    fn logical(&mut self, a: &'a Node, b: &'a Node, decides: bool) -> Evaluated<'a> {
        let mut fault = None;
        for term in [a, b] {
            match survive(self.eval(term))? {
                Ok(Value::Bool(value)) if value == decides => return Ok(Value::Bool(decides)),
                Ok(Value::Bool(_)) => {}
                Ok(_) => fault = fault.or_else(|| Some(no_overload())),
                Err(e) => fault = fault.or(Some(e)),
            }
        }
        fault.map_or(Ok(Value::Bool(!decides)), Err)
    }

    fn call(&mut self, call: &'a CallNode) -> Evaluated<'a> {
        let mut args: Vec<Evaluated<'a>> = Vec::with_capacity(call.args.len());
        for arg in &call.args {
            let value = survive(self.eval(arg))?;
            if call.stops_at_fault && value.is_err() {
                return value;
            }
            args.push(value);
        }
        let fault = args.iter().find_map(|a| a.as_ref().err().cloned());
        let (result, cost) = match fault {
            Some(fault) => {
                let seen: Vec<_> = args.iter().map(|a| a.as_ref().ok()).collect();
                (Err(fault), call.charge.of(&seen, None))
            }
            None => {
                let values: Vec<Value<'a>> = args.into_iter().filter_map(Result::ok).collect();
                let result = match call.implementation {
                    Some(implementation) => implementation(Call {
                        args: &values,
                        overload: call.overload,
                        regex: call.regex.as_ref(),
                    }),
                    None => Err(Error::no_such_overload(&call.function)),
                };
                let seen: Vec<_> = values.iter().map(Some).collect();
                let cost = call.charge.of(&seen, result.as_ref().ok());
                (result, cost)
            }
        };
        if let Err(e) = &result
            && e.kind() == ErrorKind::Cost
        {
            self.cost = self.cost.saturating_add(e.refused_cost());
        }
        let Some(cost) = cost else {
            return Err(Error::new(ErrorKind::Internal, "internal error"));
        };
        self.counted(result, cost)
    }

    fn list(&mut self, elements: &'a [(Node, bool)]) -> Evaluated<'a> {
        let mut values = Vec::with_capacity(elements.len());
        for (element, optional) in elements {
            match self.eval(element)? {
                Value::Optional(held) if *optional => values.extend(held.map(|h| (*h).clone())),
                other if *optional => return Err(not_optional("element", &other)),
                value => values.push(value),
            }
        }
        Ok(Value::list(values))
    }

    fn map(&mut self, entries: &'a [(Node, Node, bool)]) -> Evaluated<'a> {
        let mut values = Vec::with_capacity(entries.len());
        for (key, value, optional) in entries {
            let key = self.eval(key)?;
            match self.eval(value)? {
                Value::Optional(Some(held)) if *optional => values.push((key, (*held).clone())),
                Value::Optional(None) if *optional => {}
                other if *optional => return Err(not_optional("entry", &other)),
                value => values.push((key, value)),
            }
        }
        Ok(Value::Map(Map::from_entries(values)))
    }

    fn message(&mut self, name: &str, fields: &'a [(String, Node, bool)]) -> Evaluated<'a> {
        let mut values: Vec<(&'a str, Value<'a>)> = Vec::with_capacity(fields.len());
        for (field, value, optional) in fields {
            match self.eval(value)? {
                Value::Optional(Some(held)) if *optional => values.push((field, (*held).clone())),
                Value::Optional(None) if *optional => {}
                other if *optional => return Err(not_optional("entry", &other)),
                value => values.push((field, value)),
            }
        }
        build(name, values)
    }

    fn read(&mut self, slot: usize) -> Evaluated<'a> {
        if let Local::Pending(init) = self.locals[slot] {
            let value = survive(self.eval(init))?;
            self.locals[slot] = Local::Set(value);
        }
        match &self.locals[slot] {
            Local::Set(value) => value.clone(),
            _ => Err(Error::other("no such attribute(s)")),
        }
    }

    /// Reads an accumulator and leaves nothing in its place.
    fn take(&mut self, slot: usize) -> Evaluated<'a> {
        if let Local::Pending(_) = self.locals[slot] {
            return self.read(slot);
        }
        match std::mem::replace(&mut self.locals[slot], Local::Unset) {
            Local::Set(value) => value,
            _ => Err(Error::other("no such attribute(s)")),
        }
    }

    fn append(&mut self, slot: usize, element: &'a Node) -> Evaluated<'a> {
        self.charge(1)?;
        let element = survive(self.eval(element))?;
        self.charge(LIST)?;
        let accu = survive(self.take(slot))?;
        let result = accu.and_then(|accu| match (accu, element?) {
            (Value::List(mut list), element) => {
                list.push(element)?;
                Ok(Value::List(list))
            }
            _ => Err(no_overload()),
        });
        self.counted(result, 1)
    }

    fn insert(&mut self, slot: usize, key: &'a Node, value: &'a Node) -> Evaluated<'a> {
        self.charge(1)?;
        // The accumulator is the first argument: once it is faulty nothing else is looked at.
        if matches!(self.locals[slot], Local::Set(Err(_))) {
            return self.read(slot);
        }
        let key = self.eval(key)?;
        let value = self.eval(value)?;
        let result = self.take(slot).and_then(|accu| match accu {
            Value::Map(map) => {
                let mut map = map.into_owned()?;
                if map.get(&key).is_some() {
                    let message = format!("insert failed: key {key} already exists");
                    return Err(Error::other(message));
                }
                map.insert(key, value);
                Ok(Value::Map(Map::from_owned(map)))
            }
            _ => Err(no_overload()),
        });
        self.counted(result, 1)
    }

    fn fold(&mut self, fold: &'a Fold) -> Evaluated<'a> {
        let range = self.eval(&fold.range)?;
        self.locals[fold.accu] = Local::Pending(&fold.init);
        match range {
            Value::List(list) => self.fold_list(fold, &list)?,
            Value::Map(map) => {
                for key in map.keys() {
                    let value = fold
                        .var2
                        .is_some()
                        .then(|| map.get(&key).unwrap_or_else(|| Err(Error::no_such_key(&key))));
                    if !self.iterate(fold, Ok(key), value)? {
                        break;
                    }
                }
            }
            other => {
                return Err(Error::other(format!(
                    "got '{}', expected iterable type",
                    other.type_name()
                )));
            }
        }
        self.eval(&fold.result)
    }

    fn fold_list(&mut self, fold: &'a Fold, list: &List<'a>) -> Result<(), Error> {
        for (i, value) in list.iter().enumerate() {
            let index = Ok(Value::Int(i64::try_from(i).unwrap_or(i64::MAX)));
            let go_on = match fold.var2 {
                Some(_) => self.iterate(fold, index, Some(value))?,
                None => self.iterate(fold, value, None)?,
            };
            if !go_on {
                break;
            }
        }
        Ok(())
    }

    fn iterate(
        &mut self,
        fold: &'a Fold,
        first: Evaluated<'a>,
        second: Option<Evaluated<'a>>,
    ) -> Result<bool, Error> {
        self.locals[fold.var] = Local::Set(first);
        if let (Some(slot), Some(value)) = (fold.var2, second) {
            self.locals[slot] = Local::Set(value);
        }
        if let Ok(Value::Bool(false)) = survive(self.eval(&fold.condition))? {
            return Ok(false);
        }
        let next = survive(self.eval(&fold.step))?;
        self.locals[fold.accu] = Local::Set(next);
        Ok(true)
    }

    /// The value of a chain, without what the chain itself costs.
    fn resolve(&mut self, attribute: &'a Attribute) -> Evaluated<'a> {
        let base = match &attribute.base {
            Base::Variable(index, _) if self.lazy.is_some_and(|lazy| lazy.index == *index) => {
                return self.qualify_lazily(&attribute.qualifiers);
            }
            Base::Variable(index, name) => match self.variables.get(*index) {
                Some(Some(value)) => value.clone()?,
                _ => return Err(Error::other(format!("no such attribute(s): {name}"))),
            },
            Base::Local(slot) => self.read(*slot)?,
            Base::Operand(node) => self.eval(node)?,
            Base::Conditional(condition, yes, no) => {
                return match self.eval(condition)? {
                    Value::Bool(true) => self.resolve(yes),
                    Value::Bool(false) => self.resolve(no),
                    _ => Err(no_overload()),
                };
            }
        };
        self.qualify(base, &attribute.qualifiers)
    }

    /// A chain whose first selection has the field computed.
    fn qualify_lazily(&mut self, qualifiers: &'a [Arc<Qualifier>]) -> Evaluated<'a> {
        let (Some(lazy), Some((first, rest))) = (self.lazy, qualifiers.split_first()) else {
            return Err(Error::other("fields must be selected one by one"));
        };
        let (Key::Const(Value::String(name)) | Key::Test(Value::String(name))) = &first.key else {
            return Err(no_overload());
        };
        let found = lazy.fields.get(name);
        self.charge(1)?;
        if matches!(first.key, Key::Test(_)) {
            return Ok(Value::Bool(found.is_some()));
        }
        let value = found.ok_or_else(|| Error::no_such_key(&**name))??;
        self.qualify(if first.optional { Value::some(value) } else { value }, rest)
    }

    fn qualify(&mut self, base: Value<'a>, qualifiers: &'a [Arc<Qualifier>]) -> Evaluated<'a> {
        if qualifiers.is_empty() {
            return Ok(base);
        }
        let mut optional = false;
        let mut value = match base {
            Value::Optional(None) => return Ok(Value::Optional(None)),
            Value::Optional(Some(held)) => {
                optional = true;
                (*held).clone()
            }
            other => other,
        };
        for qualifier in qualifiers {
            optional = optional || qualifier.optional;
            let found = survive_found(self.select(&value, &qualifier.key))?;
            let test = matches!(qualifier.key, Key::Test(_));
            if optional {
                value = match found? {
                    Some(_) if test => Value::Null,
                    Some(found) => found,
                    None => return Ok(Value::Optional(None)),
                };
                self.charge(1)?;
                continue;
            }
            self.charge(1)?;
            value = match found? {
                found if test => Value::Bool(found.is_some()),
                Some(found) => found,
                None => return Err(self.missing(&value, &qualifier.key)),
            };
        }
        Ok(if optional { Value::some(value) } else { value })
    }

    /// Looks for a key; `None` if it is not there.
    fn select(&mut self, value: &Value<'a>, key: &'a Key) -> Result<Option<Value<'a>>, Error> {
        match key {
            Key::Const(key) | Key::Test(key) => look_up(value, key),
            Key::Attribute(attribute) => {
                let key = self.resolve(attribute)?;
                look_up_with(value, key)
            }
            Key::Operand(node) => {
                let key = self.eval(node)?;
                look_up_with(value, key)
            }
        }
    }

    /// The fault of a key that is not there.
    fn missing(&mut self, value: &Value<'a>, key: &'a Key) -> Error {
        let shown = match key {
            Key::Const(key) | Key::Test(key) => key.to_string(),
            // The key was counted when it was looked for; showing it is free.
            Key::Attribute(attribute) => {
                let cost = self.cost;
                let shown = self.resolve(attribute).map(|v| v.to_string());
                self.cost = cost;
                shown.unwrap_or_default()
            }
            Key::Operand(node) => {
                let cost = self.cost;
                let shown = self.eval(node).map(|v| v.to_string());
                self.cost = cost;
                shown.unwrap_or_default()
            }
        };
        if matches!(value, Value::List(_)) {
            Error::index(shown)
        } else {
            Error::no_such_key(shown)
        }
    }
}

fn survive_found<'a>(
    found: Result<Option<Value<'a>>, Error>,
) -> Result<Result<Option<Value<'a>>, Error>, Error> {
    match found {
        Err(e) if e.is_final() => Err(e),
        other => Ok(other),
    }
}

fn look_up_with<'a>(value: &Value<'a>, key: Value<'a>) -> Result<Option<Value<'a>>, Error> {
    match key {
        Value::String(_) | Value::Int(_) | Value::Uint(_) | Value::Bool(_) | Value::Double(_) => {
            look_up(value, &key)
        }
        other => Err(Error::other(format!("invalid qualifier type: {}", other.type_name()))),
    }
}

fn look_up<'a>(value: &Value<'a>, key: &Value<'a>) -> Result<Option<Value<'a>>, Error> {
    match value {
        Value::Map(map) => map.get(key).transpose(),
        Value::List(list) => {
            let index = match key {
                Value::Int(i) => Some(*i),
                Value::Uint(u) => i64::try_from(*u).ok(),
                Value::Double(d) => int_from_double(*d).filter(|i| *i as f64 == *d),
                _ => None,
            };
            let Some(index) = index else {
                let message = format!("unsupported index value: {key}");
                return Err(Error::new(ErrorKind::Index, message));
            };
            usize::try_from(index).ok().and_then(|i| list.get(i)).transpose()
        }
        _ => Ok(None),
    }
}

fn is_member(value: &Value<'_>, members: &Members) -> bool {
    match value {
        Value::String(text) => members.texts.contains(&**text),
        other => members.values.iter().any(|m| equal(m, other)),
    }
}

fn not_optional(what: &str, value: &Value<'_>) -> Error {
    Error::other(format!("cannot initialize optional list {what} from non-optional value {value}"))
}

/// Builds the messages that stand for CEL's own types.
fn build<'a>(name: &str, fields: Vec<(&str, Value<'a>)>) -> Evaluated<'a> {
    let field = |wanted: &str| fields.iter().find(|(n, _)| *n == wanted).map(|(_, v)| v.clone());
    let int = |wanted: &str| match field(wanted) {
        Some(Value::Int(i)) => i,
        _ => 0,
    };
    match name {
        "google.protobuf.Timestamp" => {
            let nanos = u32::try_from(int("nanos")).ok().filter(|n| *n < 1_000_000_000);
            nanos
                .and_then(|n| Timestamp::from_unix(int("seconds"), n))
                .map(Value::Timestamp)
                .ok_or_else(|| Error::range("timestamp overflow"))
        }
        "google.protobuf.Duration" => int("seconds")
            .checked_mul(1_000_000_000)
            .and_then(|n| n.checked_add(int("nanos")))
            .map(|n| Value::Duration(Duration::from_nanoseconds(n)))
            .ok_or_else(|| Error::range("duration overflow")),
        "google.protobuf.BoolValue" => Ok(field("value").unwrap_or(Value::Bool(false))),
        "google.protobuf.Int64Value" | "google.protobuf.Int32Value" => {
            Ok(field("value").unwrap_or(Value::Int(0)))
        }
        "google.protobuf.UInt64Value" | "google.protobuf.UInt32Value" => {
            Ok(field("value").unwrap_or(Value::Uint(0)))
        }
        "google.protobuf.DoubleValue" | "google.protobuf.FloatValue" => {
            Ok(field("value").unwrap_or(Value::Double(0.0)))
        }
        "google.protobuf.StringValue" => {
            Ok(field("value").unwrap_or(Value::String(Text::Borrowed(""))))
        }
        "google.protobuf.BytesValue" => {
            Ok(field("value").unwrap_or_else(|| Value::Bytes(Arc::from(&[][..]))))
        }
        _ => Ok(Value::Map(Map::message(name, fields))),
    }
}
