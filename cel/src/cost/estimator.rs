//! The walk over a checked tree that adds up bounds.

use std::collections::HashMap;

use super::Range;
use super::calls::{Estimate, Subject, call};
use crate::check::{Checked, Reference};
use crate::syntax::{Comprehension, Expr, ExprKind, Literal};
use crate::types::Type;

/// What is known of the sizes of data.
pub trait SizeHints {
    /// Bounds of the size of what a path leads to: the name of a variable, then fields, `@items`,
    /// `@keys` and `@values`.
    fn size(&self, path: &[String]) -> Option<Range>;
}

/// Nothing is known.
#[derive(Clone, Copy, Debug)]
pub struct NoHints;

impl SizeHints for NoHints {
    fn size(&self, _: &[String]) -> Option<Range> {
        None
    }
}

/// Estimates what an expression costs.
pub fn estimate(checked: &Checked, hints: &dyn SizeHints) -> Range {
    let mut estimator = Estimator {
        checked,
        hints,
        paths: HashMap::new(),
        sizes: HashMap::new(),
        entries: HashMap::new(),
        locals: Vec::new(),
    };
    estimator.cost(&checked.expr)
}

/// Sizes of keys and values of a list or a map.
#[derive(Clone, Copy, Debug)]
pub(super) struct EntrySizes {
    list: bool,
    key: Range,
    value: Range,
}

impl EntrySizes {
    fn union(self, other: EntrySizes) -> Self {
        EntrySizes {
            list: self.list,
            key: self.key.union(other.key),
            value: self.value.union(other.value),
        }
    }
}

struct Local {
    name: String,
    path: Vec<String>,
    size: Option<Range>,
    entries: Option<EntrySizes>,
}

pub(super) struct Estimator<'e> {
    checked: &'e Checked,
    hints: &'e dyn SizeHints,
    paths: HashMap<u32, Vec<String>>,
    sizes: HashMap<u32, Range>,
    entries: HashMap<u32, EntrySizes>,
    locals: Vec<Local>,
}

impl Estimator<'_> {
    fn cost(&mut self, expr: &Expr) -> Range {
        match &expr.kind {
            ExprKind::Literal(_) => Range::fixed(0),
            ExprKind::Ident(name) => {
                let path = match self.local(name) {
                    Some(local) => local.path.clone(),
                    None => vec![name.clone()],
                };
                self.paths.insert(expr.id, path);
                Range::fixed(1)
            }
            ExprKind::Select { operand, test: true, .. } => self.cost(operand),
            ExprKind::Select { operand, field, .. } => {
                let mut sum = self.cost(operand);
                if matches!(
                    self.checked.type_of(operand),
                    Type::Map(..) | Type::Object(_) | Type::Param(_)
                ) {
                    sum = sum.plus(Range::fixed(1));
                }
                let mut path = self.path(operand);
                path.push(field.clone());
                self.paths.insert(expr.id, path);
                sum
            }
            ExprKind::Call { target, function, args } => {
                self.call(expr, target.as_deref(), function, args)
            }
            ExprKind::List { elements, .. } => {
                let mut sum = Range::fixed(10);
                let mut value = empty(elements.is_empty());
                for element in elements {
                    sum = sum.plus(self.cost(element));
                    value = value.union(self.size_or_unknown(element));
                }
                let entries = EntrySizes { list: true, key: Range::fixed(1), value };
                self.entries.insert(expr.id, entries);
                sum
            }
            ExprKind::Map(list) => {
                let mut sum = Range::fixed(30);
                let (mut key, mut value) = (empty(list.is_empty()), empty(list.is_empty()));
                for entry in list {
                    sum = sum.plus(self.cost(&entry.key)).plus(self.cost(&entry.value));
                    key = key.union(self.size_or_unknown(&entry.key));
                    value = value.union(self.size_or_unknown(&entry.value));
                }
                self.entries.insert(expr.id, EntrySizes { list: false, key, value });
                sum
            }
            ExprKind::Struct { fields, .. } => {
                fields.iter().fold(Range::fixed(40), |sum, f| sum.plus(self.cost(&f.value)))
            }
            ExprKind::Comprehension(fold) if is_bind(fold) => self.bind(expr, fold),
            ExprKind::Comprehension(fold) => self.fold(expr, fold),
        }
    }

    fn local(&self, name: &str) -> Option<&Local> {
        self.locals.iter().rev().find(|l| l.name == name)
    }

    fn path(&self, expr: &Expr) -> Vec<String> {
        if let ExprKind::Ident(name) = &expr.kind
            && let Some(local) = self.local(name)
        {
            return local.path.clone();
        }
        self.paths.get(&expr.id).cloned().unwrap_or_default()
    }

    pub(super) fn hint(&self, path: &[String]) -> Option<Range> {
        if path.is_empty() { None } else { self.hints.size(path) }
    }

    fn size(&mut self, expr: &Expr) -> Option<Range> {
        if let Some(size) = self.sizes.get(&expr.id) {
            return Some(*size);
        }
        if let Some(size) = literal_size(expr) {
            return Some(Range::fixed(size));
        }
        if let Some(size) = self.hint(&self.path(expr)) {
            self.sizes.insert(expr.id, size);
            return Some(size);
        }
        if self.checked.type_of(expr).is_scalar() {
            return Some(Range::fixed(1));
        }
        match &expr.kind {
            ExprKind::Ident(name) => self.local(name)?.size,
            _ => None,
        }
    }

    fn size_or_unknown(&mut self, expr: &Expr) -> Range {
        self.size(expr).unwrap_or(Range::UNKNOWN)
    }

    fn entry_sizes(&self, expr: &Expr) -> Option<EntrySizes> {
        if let Some(entries) = self.entries.get(&expr.id) {
            return Some(*entries);
        }
        match &expr.kind {
            ExprKind::Ident(name) => self.local(name)?.entries,
            _ => None,
        }
    }

    fn subject<'s>(&mut self, expr: &'s Expr) -> Subject<'s>
    where
        Self: 's,
    {
        Subject {
            expr,
            t: self.checked.type_of(expr).clone(),
            path: self.path(expr),
            size: self.size(expr),
        }
    }

    fn call(&mut self, expr: &Expr, target: Option<&Expr>, function: &str, args: &[Expr]) -> Range {
        if let ("dyn", [arg]) = (function, args) {
            let cost = self.cost(arg);
            self.copy_sizes(expr, arg);
            return cost.plus(Range::fixed(1));
        }
        let mut costs = Vec::with_capacity(args.len());
        let mut subjects = Vec::with_capacity(args.len());
        for arg in args {
            costs.push(self.cost(arg));
            subjects.push(self.subject(arg));
        }
        let overloads = match self.checked.reference(expr) {
            Some(Reference::Overloads(list)) if !list.is_empty() => list.clone(),
            _ => return Range::fixed(0),
        };
        let mut sum = Range::fixed(0);
        let target = target.map(|target| {
            sum = self.cost(target);
            self.subject(target)
        });
        let mut cost: Option<Range> = None;
        let mut result: Option<Range> = None;
        for overload in overloads {
            let estimate =
                self.overload(expr, function, overload, target.as_ref(), &subjects, &costs);
            cost = Some(cost.map_or(estimate.cost, |c| c.union(estimate.cost)));
            if let Some(size) = estimate.size {
                result = Some(result.map_or(size, |r| r.union(size)));
            }
            let step = match overload {
                "index_list" => Some("@items"),
                "index_map" => Some("@values"),
                _ => None,
            };
            if let (Some(step), Some(operand)) = (step, args.first()) {
                result = self.entry_sizes(operand).map(|e| e.value);
                let mut path = self.path(operand);
                path.push(step.to_owned());
                self.paths.insert(expr.id, path);
            }
            if result.is_none() {
                result = self.size(expr);
            }
        }
        if let Some(size) = result {
            self.sizes.insert(expr.id, size);
        }
        sum.plus(cost.unwrap_or(Range::fixed(0)))
    }

    fn overload(
        &mut self,
        expr: &Expr,
        function: &str,
        overload: &str,
        target: Option<&Subject<'_>>,
        args: &[Subject<'_>],
        costs: &[Range],
    ) -> Estimate {
        match (overload, args, costs) {
            ("logical_or" | "logical_and", _, [a, b]) => {
                let cost = Range { min: a.min, max: a.plus(*b).max };
                return Estimate { cost, size: None };
            }
            ("conditional", [_, yes, no], [condition, a, b]) => {
                let size = yes.known_size().union(no.known_size());
                let entries = (self.entry_sizes(yes.expr), self.entry_sizes(no.expr));
                if let (Some(yes), Some(no)) = entries {
                    self.entries.insert(expr.id, yes.union(no));
                }
                let cost = condition.plus(a.union(*b));
                return Estimate { cost, size: Some(size) };
            }
            ("add_string" | "add_bytes" | "add_list", [a, b], _) => {
                let entries = (self.entry_sizes(a.expr), self.entry_sizes(b.expr));
                if let (Some(a), Some(b)) = entries {
                    self.entries.insert(expr.id, a.union(b));
                }
            }
            _ => {}
        }
        let mut estimate = call(self, function, overload, target, args);
        estimate.cost = costs.iter().fold(estimate.cost, |sum, c| sum.plus(*c));
        estimate
    }

    fn copy_sizes(&mut self, to: &Expr, from: &Expr) {
        if let Some(size) = self.size(from) {
            self.sizes.insert(to.id, size);
        }
        if let Some(entries) = self.entry_sizes(from) {
            self.entries.insert(to.id, entries);
        }
    }

    fn bind(&mut self, expr: &Expr, fold: &Comprehension) -> Range {
        let mut sum = self.cost(&fold.range).plus(self.cost(&fold.init));
        self.push_value(&fold.accu, &fold.init);
        sum = sum.plus(self.cost(&fold.result));
        self.locals.pop();
        self.copy_sizes(expr, &fold.result);
        sum
    }

    fn push_value(&mut self, name: &str, value: &Expr) {
        let local = Local {
            name: name.to_owned(),
            path: self.path(value),
            size: self.size(value),
            entries: self.entry_sizes(value),
        };
        self.locals.push(local);
    }

    fn push_entry(&mut self, name: &str, range: &Expr, keys: bool) {
        let entries = self.entry_sizes(range);
        let list = entries.map_or(matches!(self.checked.type_of(range), Type::List(_)), |e| e.list);
        let (step, size) = match (keys, list) {
            (true, true) => ("@indices", entries.map(|e| e.key)),
            (true, false) => ("@keys", entries.map(|e| e.key)),
            (false, true) => ("@items", entries.map(|e| e.value)),
            (false, false) => ("@values", entries.map(|e| e.value)),
        };
        let mut path = self.path(range);
        path.push(step.to_owned());
        self.locals.push(Local { name: name.to_owned(), path, size, entries: None });
    }

    fn fold(&mut self, expr: &Expr, fold: &Comprehension) -> Range {
        let mut sum = self.cost(&fold.range).plus(self.cost(&fold.init));
        self.push_value(&fold.accu, &fold.init);
        let outer = self.locals.len();
        match &fold.var2 {
            Some(var2) => {
                self.push_entry(&fold.var, &fold.range, true);
                self.push_entry(var2, &fold.range, false);
            }
            None => {
                let list = self
                    .entry_sizes(&fold.range)
                    .map_or(matches!(self.checked.type_of(&fold.range), Type::List(_)), |e| e.list);
                self.push_entry(&fold.var, &fold.range, !list);
            }
        }
        let condition = self.cost(&fold.condition);
        let step = self.cost(&fold.step);
        self.locals.truncate(outer);
        sum = sum.plus(self.cost(&fold.result));
        self.locals.pop();
        let count = self.size_or_unknown(&fold.range);
        sum = sum.plus(count.times(step.plus(condition)));
        match &fold.init.kind {
            ExprKind::Literal(_) => {
                if let Some(size) = self.size(&fold.init) {
                    self.sizes.insert(expr.id, size);
                }
            }
            ExprKind::List { .. } | ExprKind::Map(_) => {
                self.sizes.insert(expr.id, count);
                if let Some(entries) = self.entry_sizes(&fold.step) {
                    self.entries.insert(expr.id, entries);
                }
            }
            _ => {}
        }
        sum
    }
}

fn empty(is: bool) -> Range {
    Range { min: if is { 0 } else { u64::MAX }, max: 0 }
}

fn is_bind(fold: &Comprehension) -> bool {
    matches!(&fold.range.kind, ExprKind::List { elements, .. } if elements.is_empty())
        && fold.condition.kind == ExprKind::Literal(Literal::Bool(false))
        && fold.accu != "__result__"
}

fn literal_size(expr: &Expr) -> Option<u64> {
    Some(match &expr.kind {
        ExprKind::Literal(Literal::String(text)) => text.chars().count() as u64,
        ExprKind::Literal(Literal::Bytes(bytes)) => bytes.len() as u64,
        ExprKind::Literal(_) => 1,
        ExprKind::List { elements, .. } => elements.len() as u64,
        ExprKind::Map(entries) => entries.len() as u64,
        _ => return None,
    })
}
