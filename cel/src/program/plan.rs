//! From a checked tree to steps: constants are folded, selections joined to chains, names become
//! numbers.

use std::sync::Arc;

use super::charge::charge_of;
use super::node::{Attribute, Base, CallNode, Fold, Key, Members, Node, Qualifier};
use crate::check::{Checked, Reference};
use crate::environment::Environment;
use crate::library::{self, Call};
use crate::regex::Regex;
use crate::syntax::{Comprehension, Expr, ExprKind, Literal};
use crate::value::{Error, Map, Text, Value};

/// Plans an expression; answers how many local variables it needs.
pub(super) fn plan(env: &Environment, checked: &Checked) -> Result<(Node, usize), Error> {
    let mut planner = Planner { env, checked, scopes: Vec::new(), locals: 0 };
    let root = planner.node(&checked.expr)?;
    Ok((root, planner.locals))
}

struct Planner<'p> {
    env: &'p Environment,
    checked: &'p Checked,
    scopes: Vec<(String, usize)>,
    locals: usize,
}

impl Planner<'_> {
    fn node(&mut self, expr: &Expr) -> Result<Node, Error> {
        match &expr.kind {
            ExprKind::Literal(literal) => Ok(Node::Const(constant(literal))),
            ExprKind::Ident(name) => self.ident(expr, name),
            ExprKind::Select { operand, field, test } => {
                let operand = self.node(operand)?;
                let name = Value::text(field.as_str());
                let key = if *test { Key::Test(name) } else { Key::Const(name) };
                let attribute = qualified(operand, Qualifier { key, optional: false });
                Ok(if *test { Node::Present(attribute) } else { Node::Attribute(attribute) })
            }
            ExprKind::Call { target, function, args } => {
                self.call(expr, target.as_deref(), function, args)
            }
            ExprKind::List { elements, optional } => {
                let nodes = self.nodes(elements)?;
                if let Some(values) = all_constant(&nodes) {
                    return Ok(Node::Const(Value::list(values)));
                }
                Ok(Node::List(nodes.into_iter().zip(optional.iter().copied()).collect()))
            }
            ExprKind::Map(entries) => {
                let mut nodes = Vec::with_capacity(entries.len());
                for entry in entries {
                    let key = self.node(&entry.key)?;
                    nodes.push((key, self.node(&entry.value)?, entry.optional));
                }
                let folded: Option<Vec<_>> = nodes
                    .iter()
                    .map(|(k, v, _)| match (k, v) {
                        (Node::Const(k), Node::Const(v)) => Some((k.clone(), v.clone())),
                        _ => None,
                    })
                    .collect();
                Ok(match folded {
                    Some(entries) => Node::Const(Value::Map(Map::from_entries(entries))),
                    None => Node::Map(nodes),
                })
            }
            ExprKind::Struct { name, fields } => {
                let mut nodes = Vec::with_capacity(fields.len());
                for field in fields {
                    nodes.push((field.name.clone(), self.node(&field.value)?, field.optional));
                }
                Ok(Node::Message(name.clone(), nodes))
            }
            ExprKind::Comprehension(fold) => self.fold(fold),
        }
    }

    fn nodes(&mut self, exprs: &[Expr]) -> Result<Vec<Node>, Error> {
        exprs.iter().map(|e| self.node(e)).collect()
    }

    fn ident(&mut self, expr: &Expr, name: &str) -> Result<Node, Error> {
        if let Some(Reference::Type(t)) = self.checked.reference(expr) {
            return Ok(Node::Const(Value::Type(t.clone())));
        }
        let base = match self.local(name) {
            Some(slot) => Base::Local(slot),
            None => {
                let bare = name.trim_start_matches('.');
                let Some(index) = self.env.variable_index(bare) else {
                    return Err(Error::other(format!("no such attribute(s): {bare}")));
                };
                Base::Variable(index, Arc::from(bare))
            }
        };
        Ok(Node::Attribute(Attribute { base, qualifiers: Vec::new() }))
    }

    fn local(&self, name: &str) -> Option<usize> {
        self.scopes.iter().rev().find(|(n, _)| n == name).map(|(_, slot)| *slot)
    }

    fn call(
        &mut self,
        expr: &Expr,
        target: Option<&Expr>,
        function: &str,
        args: &[Expr],
    ) -> Result<Node, Error> {
        let mut nodes = Vec::with_capacity(args.len() + 1);
        if let Some(target) = target {
            nodes.push(self.node(target)?);
        }
        for arg in args {
            nodes.push(self.node(arg)?);
        }
        let overloads: &[&'static str] = match self.checked.reference(expr) {
            Some(Reference::Overloads(list)) => list,
            _ => &[],
        };
        let overload = if let [only] = overloads { only } else { "" };
        match (function, nodes.len()) {
            ("_&&_" | "_||_" | "_==_" | "_!=_" | "or" | "orValue", 2) => {
                let (b, a) = (nodes.pop(), nodes.pop());
                let (Some(a), Some(b)) = (a.map(Box::new), b.map(Box::new)) else {
                    return Err(Error::other("call without arguments"));
                };
                Ok(match function {
                    "_&&_" => Node::And(a, b),
                    "_||_" => Node::Or(a, b),
                    "_==_" => Node::Equal(a, b, charge_of(function, "equals")),
                    "_!=_" => Node::NotEqual(a, b, charge_of(function, "equals")),
                    "or" => Node::OptionalOr(a, b),
                    _ => Node::OptionalOrValue(a, b),
                })
            }
            ("_?:_", _) | ("_?_:_", 3) => Ok(conditional(nodes)),
            ("_[_]", 2) => index(nodes, false),
            ("_[?_]" | "_?._", 2) => index(nodes, true),
            ("@not_strictly_false", 1) => {
                Ok(Node::NotStrictlyFalse(Box::new(nodes.swap_remove(0))))
            }
            ("@in", 2) if overload == "in_list" => Ok(membership(nodes, self.env)),
            _ => self.plain_call(function, overload, nodes),
        }
    }

    fn plain_call(
        &mut self,
        function: &str,
        overload: &'static str,
        nodes: Vec<Node>,
    ) -> Result<Node, Error> {
        let implementation = self.env.implementation(function);
        if let [Node::Const(value)] = &nodes[..]
            && library::convert::is_conversion(function)
            && let Some(implementation) = implementation
        {
            let call = Call { args: std::slice::from_ref(value), overload, regex: None };
            return implementation(call).map(Node::Const);
        }
        let regex = match nodes.get(1) {
            Some(Node::Const(Value::String(pattern)))
                if library::regex::takes_pattern(function) =>
            {
                Some(Regex::new(pattern).map_err(|e| Error::other(e.to_string()))?)
            }
            _ => None,
        };
        // Upstream runs calls of three arguments, of several possible overloads or with a
        // compiled pattern one argument at a time.
        let stops_at_fault = nodes.len() > 2
            || regex.is_some()
            || function == "format"
            || (overload.is_empty()
                && self.env.overloads(function).len() > 1
                && !is_single_binding(function));
        Ok(Node::Call(Box::new(CallNode {
            function: function.to_owned(),
            overload,
            implementation,
            charge: charge_of(function, overload),
            args: nodes,
            regex,
            stops_at_fault,
        })))
    }

    fn slot(&mut self, name: &str) -> usize {
        self.locals += 1;
        self.scopes.push((name.to_owned(), self.locals - 1));
        self.locals - 1
    }

    fn fold(&mut self, fold: &Comprehension) -> Result<Node, Error> {
        let init = self.node(&fold.init)?;
        let range = self.node(&fold.range)?;
        let outer = self.scopes.len();
        let accu = self.slot(&fold.accu);
        let var = self.slot(&fold.var);
        let var2 = fold.var2.as_ref().map(|name| self.slot(name));
        let condition = self.node(&fold.condition)?;
        let step = self.step(&fold.step, &fold.accu)?;
        self.scopes.truncate(outer + 1);
        let result = self.node(&fold.result)?;
        self.scopes.truncate(outer);
        let fold = Fold { range, var, var2, accu, init, condition, step, result };
        Ok(Node::Fold(Box::new(fold)))
    }

    /// A step that adds to the accumulator of a macro does so in place: no user can name that
    /// accumulator, so nobody sees it in between.
    fn step(&mut self, expr: &Expr, accu: &str) -> Result<Node, Error> {
        let ExprKind::Call { target: None, function, args } = &expr.kind else {
            return self.node(expr);
        };
        let is_accu = |e: &Expr| matches!(&e.kind, ExprKind::Ident(n) if n == accu);
        if accu != crate::syntax::macros::ACCUMULATOR {
            return self.node(expr);
        }
        match (function.as_str(), &args[..]) {
            ("_?_:_", [filter, yes, no]) => {
                let filter = self.node(filter)?;
                let yes = self.step(yes, accu)?;
                let no = self.node(no)?;
                Ok(conditional(vec![filter, yes, no]))
            }
            ("_+_", [first, Expr { kind: ExprKind::List { elements, optional }, .. }])
                if is_accu(first) && elements.len() == 1 && !optional[0] =>
            {
                let element = self.node(&elements[0])?;
                match (element, self.local(accu)) {
                    // A constant list costs nothing to make, so it stays a call.
                    (Node::Const(_), _) | (_, None) => self.node(expr),
                    (element, Some(slot)) => Ok(Node::Append(slot, Box::new(element))),
                }
            }
            ("cel.@mapInsert", [first, key, value]) if is_accu(first) => {
                let (key, value) = (self.node(key)?, self.node(value)?);
                match self.local(accu) {
                    Some(slot) => Ok(Node::Insert(slot, Box::new(key), Box::new(value))),
                    None => self.node(expr),
                }
            }
            _ => self.node(expr),
        }
    }
}

/// Functions that upstream binds once for all their overloads.
fn is_single_binding(function: &str) -> bool {
    function.starts_with('_')
        || matches!(
            function,
            "!_" | "-_"
                | "@in"
                | "size"
                | "type"
                | "dyn"
                | "matches"
                | "sort"
                | "@sortByAssociatedKeys"
        )
}

fn all_constant(nodes: &[Node]) -> Option<Vec<Value<'static>>> {
    let constants = nodes.iter().map(|n| match n {
        Node::Const(value) => Some(value.clone()),
        _ => None,
    });
    constants.collect()
}

fn constant(literal: &Literal) -> Value<'static> {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(b) => Value::Bool(*b),
        Literal::Int(i) => Value::Int(*i),
        Literal::Uint(u) => Value::Uint(*u),
        Literal::Double(d) => Value::Double(*d),
        Literal::String(s) => Value::String(Text::Shared(s.clone())),
        Literal::Bytes(b) => Value::Bytes(b.clone()),
    }
}

/// Adds a selection to a chain, or starts one.
fn qualified(operand: Node, qualifier: Qualifier) -> Attribute {
    let mut attribute = match operand {
        Node::Attribute(attribute) => attribute,
        other => Attribute { base: Base::Operand(Arc::new(other)), qualifiers: Vec::new() },
    };
    qualify(&mut attribute, &Arc::new(qualifier));
    attribute
}

fn qualify(attribute: &mut Attribute, qualifier: &Arc<Qualifier>) {
    match &mut attribute.base {
        Base::Conditional(_, yes, no) => {
            qualify(Arc::make_mut(yes), qualifier);
            qualify(Arc::make_mut(no), qualifier);
        }
        _ => attribute.qualifiers.push(qualifier.clone()),
    }
}

fn index(mut nodes: Vec<Node>, optional: bool) -> Result<Node, Error> {
    let (Some(index), Some(operand)) = (nodes.pop(), nodes.pop()) else {
        return Err(Error::other("index without arguments"));
    };
    let key = match index {
        Node::Const(
            value @ (Value::String(_)
            | Value::Int(_)
            | Value::Uint(_)
            | Value::Bool(_)
            | Value::Double(_)),
        ) => Key::Const(value),
        Node::Const(other) => {
            return Err(Error::other(format!("invalid qualifier type: {}", other.type_name())));
        }
        Node::Attribute(attribute) => Key::Attribute(attribute),
        other => Key::Operand(other),
    };
    Ok(Node::Attribute(qualified(operand, Qualifier { key, optional })))
}

fn conditional(nodes: Vec<Node>) -> Node {
    let mut nodes = nodes.into_iter();
    let mut branch = || match nodes.next() {
        Some(Node::Attribute(attribute)) => attribute,
        Some(other) => Attribute { base: Base::Operand(Arc::new(other)), qualifiers: Vec::new() },
        None => Attribute {
            base: Base::Operand(Arc::new(Node::Const(Value::Null))),
            qualifiers: Vec::new(),
        },
    };
    let condition = Node::Attribute(branch());
    let (yes, no) = (branch(), branch());
    let condition = match condition {
        Node::Attribute(Attribute { base: Base::Operand(node), qualifiers })
            if qualifiers.is_empty() =>
        {
            node
        }
        other => Arc::new(other),
    };
    let base = Base::Conditional(condition, Arc::new(yes), Arc::new(no));
    Node::Attribute(Attribute { base, qualifiers: Vec::new() })
}

/// `x in [literals]` looks into a table instead, which costs nothing.
fn membership(mut nodes: Vec<Node>, env: &Environment) -> Node {
    let charge = charge_of("@in", "in_list");
    let call = |nodes: Vec<Node>| {
        Node::Call(Box::new(CallNode {
            function: "@in".to_owned(),
            overload: "in_list",
            implementation: env.implementation("@in"),
            args: nodes,
            charge,
            regex: None,
            stops_at_fault: false,
        }))
    };
    let Some(Node::Const(Value::List(list))) = nodes.get(1) else { return call(nodes) };
    let list = list.clone();
    if list.is_empty() {
        return Node::Const(Value::Bool(false));
    }
    let mut members = Members { values: Vec::new(), texts: Default::default() };
    for value in list.iter() {
        match value {
            Ok(Value::String(Text::Shared(text))) => {
                members.texts.insert(text);
            }
            Ok(
                value @ (Value::Bool(_)
                | Value::Int(_)
                | Value::Uint(_)
                | Value::Double(_)
                | Value::Null),
            ) => members.values.push(value),
            _ => return call(nodes),
        }
    }
    Node::Member(Box::new(nodes.swap_remove(0)), members)
}
