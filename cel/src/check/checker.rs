//! The walk over the tree that gives every node its type.

use crate::environment::Environment;
use crate::syntax::{Comprehension, Entry, Expr, ExprKind, FieldInit, Issues, Literal, Parsed};
use crate::types::{Signature, Type};

use super::unify::{Mapping, instantiate, most_general};
use super::{format_string, literals};

/// What a node refers to.
#[derive(Clone, Debug, PartialEq)]
pub enum Reference {
    /// A variable of the environment or of a macro.
    Variable(String),
    /// The name of a type.
    Type(Type),
    /// A call, by the overloads that fit its arguments.
    Overloads(Vec<&'static str>),
}

/// A checked expression.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The tree; names of namespaced functions and types are resolved in it.
    pub expr: Expr,
    /// Type of each node, by its id.
    pub types: Vec<Type>,
    /// What each node refers to, by its id.
    pub references: Vec<Option<Reference>>,
    /// Byte offset of each node, by its id.
    pub offsets: Vec<usize>,
}

impl Checked {
    /// Type of a node.
    pub fn type_of(&self, expr: &Expr) -> &Type {
        self.types.get(expr.id as usize).unwrap_or(&Type::Error)
    }

    /// Type of the whole.
    pub fn output_type(&self) -> &Type {
        self.type_of(&self.expr)
    }

    /// What a node refers to.
    pub fn reference(&self, expr: &Expr) -> Option<&Reference> {
        self.references.get(expr.id as usize)?.as_ref()
    }

    /// Whether the expression mentions a variable.
    pub fn uses_variable(&self, name: &str) -> bool {
        self.references.iter().flatten().any(|r| matches!(r, Reference::Variable(n) if n == name))
    }
}

/// Checks a parsed expression.
///
/// # Errors
/// Every fault found.
pub(crate) fn check(env: &Environment, parsed: Parsed) -> Result<Checked, Issues> {
    let Parsed { mut expr, offsets, source } = parsed;
    let count = offsets.len();
    let mut checker = Checker {
        env,
        issues: Issues::new(source),
        offsets: &offsets,
        types: vec![Type::Error; count],
        references: vec![None; count],
        mapping: Mapping::default(),
        scopes: Vec::new(),
    };
    checker.check(&mut expr);
    let Checker { types, references, mapping, mut issues, .. } = checker;
    if !issues.is_empty() {
        return Err(issues);
    }
    let types = types.iter().map(|t| mapping.substitute(t, true)).collect();
    let checked = Checked { expr, types, references, offsets };
    if env.validates_literals() {
        literals::validate(&checked, env, &mut issues);
    }
    if env.has_function("format") {
        format_string::validate(&checked, &mut issues);
    }
    if issues.is_empty() { Ok(checked) } else { Err(issues) }
}

struct Checker<'e> {
    env: &'e Environment,
    issues: Issues,
    offsets: &'e [usize],
    types: Vec<Type>,
    references: Vec<Option<Reference>>,
    mapping: Mapping,
    scopes: Vec<(String, Type)>,
}

impl Checker<'_> {
    fn report(&mut self, id: u32, message: String) {
        self.issues.report(self.offsets[id as usize], message);
    }

    fn set(&mut self, id: u32, t: Type) {
        self.types[id as usize] = t;
    }

    fn type_of(&self, expr: &Expr) -> Type {
        self.types[expr.id as usize].clone()
    }

    fn check(&mut self, expr: &mut Expr) {
        let id = expr.id;
        let t = match &mut expr.kind {
            ExprKind::Literal(literal) => literal_type(literal),
            ExprKind::Ident(name) => self.ident(id, name),
            ExprKind::Select { .. } => self.select(expr),
            ExprKind::Call { .. } => self.call(expr),
            ExprKind::List { elements, optional } => self.list(elements, optional),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::Struct { name, fields } => self.message(id, name, fields),
            ExprKind::Comprehension(fold) => self.comprehension(fold),
        };
        self.set(id, t);
    }

    /// Finds a name: variables of macros first, then those of the environment, then types.
    fn lookup(&self, name: &str) -> Option<(Type, Reference)> {
        let bare = name.strip_prefix('.');
        if bare.is_none()
            && let Some((_, t)) = self.scopes.iter().rev().find(|(n, _)| n == name)
        {
            return Some((t.clone(), Reference::Variable(name.to_owned())));
        }
        let bare = bare.unwrap_or(name);
        if let Some(t) = self.env.variable(bare) {
            return Some((t.clone(), Reference::Variable(name.to_owned())));
        }
        let t = self.env.type_named(bare)?;
        Some((Type::Type(Some(std::sync::Arc::new(t.clone()))), Reference::Type(t)))
    }

    fn ident(&mut self, id: u32, name: &str) -> Type {
        let Some((t, reference)) = self.lookup(name) else {
            self.undeclared(id, name);
            return Type::Error;
        };
        self.references[id as usize] = Some(reference);
        t
    }

    fn undeclared(&mut self, id: u32, name: &str) {
        self.report(id, format!("undeclared reference to '{name}' (in container '')"));
    }

    fn select(&mut self, expr: &mut Expr) -> Type {
        let id = expr.id;
        if let Some(name) = expr.qualified_name()
            && let Some((t, reference)) = self.lookup(&name)
        {
            self.references[id as usize] = Some(reference);
            expr.kind = ExprKind::Ident(name);
            return t;
        }
        let ExprKind::Select { operand, field, test } = &mut expr.kind else {
            return Type::Error;
        };
        let (field, test) = (field.clone(), *test);
        let t = self.field(id, operand, &field, false);
        if test { Type::Bool } else { self.mapping.substitute(&t, false) }
    }

    fn field(&mut self, id: u32, operand: &mut Expr, field: &str, optional: bool) -> Type {
        self.check(operand);
        let whole = self.mapping.substitute(&self.type_of(operand), false);
        let target = whole.optional_value().unwrap_or(&whole).clone();
        let result = match &target {
            Type::Map(_, value) => (**value).clone(),
            Type::Object(object) => object.fields.get(field).cloned().unwrap_or_else(|| {
                self.report(id, format!("undefined field '{field}'"));
                Type::Error
            }),
            Type::Free(_) => {
                self.mapping.assignable(&Type::Dyn, &target);
                Type::Dyn
            }
            other => {
                if !other.is_dyn_or_error() {
                    let t = other.described();
                    self.report(id, format!("type '{t}' does not support field selection"));
                }
                Type::Dyn
            }
        };
        let optional = optional || whole.optional_value().is_some();
        if optional { Type::optional(result) } else { result }
    }

    fn call(&mut self, expr: &mut Expr) -> Type {
        let id = expr.id;
        let ExprKind::Call { target, function, args } = &mut expr.kind else { return Type::Error };
        if function == "_?._"
            && let [operand, field] = &mut args[..]
            && let ExprKind::Literal(Literal::String(name)) = &field.kind
        {
            let name = name.clone();
            self.set(field.id, Type::String);
            let t = self.field(id, operand, &name, true);
            self.references[id as usize] =
                Some(Reference::Overloads(vec!["select_optional_field"]));
            return self.mapping.substitute(&t, false);
        }
        for arg in args.iter_mut() {
            self.check(arg);
        }
        let mut types: Vec<Type> = args.iter().map(|a| self.type_of(a)).collect();
        let Some(receiver) = target else {
            let bare = function.trim_start_matches('.').to_owned();
            if !self.env.has_function(&bare) {
                let name = function.clone();
                self.undeclared(id, &name);
                return Type::Error;
            }
            function.clone_from(&bare);
            return self.resolve(id, &bare, &types, false, args);
        };
        if let Some(prefix) = receiver.qualified_name() {
            let full = format!("{}.{function}", prefix.trim_start_matches('.'));
            if self.env.has_function(&full) {
                *target = None;
                function.clone_from(&full);
                return self.resolve(id, &full, &types, false, args);
            }
        }
        self.check(receiver);
        if !self.env.has_function(function) {
            let name = function.clone();
            self.undeclared(id, &name);
            return Type::Error;
        }
        types.insert(0, self.type_of(receiver));
        let function = function.clone();
        self.resolve(id, &function, &types, true, &[])
    }

    fn resolve(
        &mut self,
        id: u32,
        function: &str,
        types: &[Type],
        member: bool,
        args: &[Expr],
    ) -> Type {
        if matches!(function, "_&&_" | "_||_") {
            return self.logical(id, function, types, args);
        }
        let env = self.env;
        let mut found: Vec<&'static str> = Vec::new();
        let mut result: Option<Type> = None;
        for overload in env.overloads(function).iter().filter(|o| o.member == member) {
            let Signature { args: params, result: out, .. } = overload;
            let mut declared: Vec<&Type> = params.iter().collect();
            declared.push(out);
            let mut declared = instantiate(&declared, &mut self.mapping);
            let out = declared.pop().unwrap_or(Type::Error);
            if !self.mapping.assignable_all(types, &declared) {
                continue;
            }
            found.push(overload.id);
            let out = self.mapping.substitute(&out, false);
            result = Some(match result {
                None => out,
                Some(first) if first == Type::Dyn || first == out => first,
                Some(_) => Type::Dyn,
            });
        }
        let Some(result) = result else {
            let types: Vec<_> =
                types.iter().map(|t| self.mapping.substitute(t, true).described()).collect();
            let signature = match (member, types.split_first()) {
                (true, Some((receiver, rest))) => format!("{receiver}.({})", rest.join(", ")),
                _ => format!("({})", types.join(", ")),
            };
            let message =
                format!("found no matching overload for '{function}' applied to '{signature}'");
            self.report(id, message);
            return Type::Error;
        };
        self.references[id as usize] = Some(Reference::Overloads(found));
        result
    }

    fn logical(&mut self, id: u32, function: &str, types: &[Type], args: &[Expr]) -> Type {
        let mut result = Type::Bool;
        for (t, arg) in types.iter().zip(args) {
            if !self.mapping.assignable(t, &Type::Bool) {
                self.mismatch(arg.id, &Type::Bool, t);
                result = Type::Error;
            }
        }
        let overload = if function == "_&&_" { "logical_and" } else { "logical_or" };
        self.references[id as usize] = Some(Reference::Overloads(vec![overload]));
        result
    }

    fn mismatch(&mut self, id: u32, expected: &Type, actual: &Type) {
        let message =
            format!("expected type '{}' but found '{}'", expected.described(), actual.described());
        self.report(id, message);
    }

    fn list(&mut self, elements: &mut [Expr], optional: &[bool]) -> Type {
        let mut joined: Option<Type> = None;
        for (element, optional) in elements.iter_mut().zip(optional) {
            self.check(element);
            let t = self.entry_type(element, *optional);
            joined = Some(self.join(joined, t));
        }
        Type::list(joined.unwrap_or_else(|| self.mapping.fresh()))
    }

    /// Type of an element or a value; where marked `?`, of what its optional holds.
    fn entry_type(&mut self, expr: &Expr, optional: bool) -> Type {
        let t = self.type_of(expr);
        if !optional {
            return t;
        }
        if let Some(value) = t.optional_value() {
            return value.clone();
        }
        if t != Type::Dyn {
            self.mismatch(expr.id, &Type::optional(t.clone()), &t);
        }
        t
    }

    fn join(&mut self, before: Option<Type>, t: Type) -> Type {
        let Some(before) = before else { return t };
        if self.mapping.assignable(&before, &t) {
            return most_general(&before, &t).clone();
        }
        Type::Dyn
    }

    fn map(&mut self, entries: &mut [Entry]) -> Type {
        let (mut keys, mut values) = (None, None);
        for entry in entries {
            self.check(&mut entry.key);
            let t = self.type_of(&entry.key);
            keys = Some(self.join(keys, t));
            self.check(&mut entry.value);
            let t = self.entry_type(&entry.value, entry.optional);
            values = Some(self.join(values, t));
        }
        match (keys, values) {
            (Some(key), Some(value)) => Type::map(key, value),
            _ => {
                let key = self.mapping.fresh();
                Type::map(key, self.mapping.fresh())
            }
        }
    }

    fn message(&mut self, id: u32, name: &mut String, fields: &mut [FieldInit]) -> Type {
        let bare = name.trim_start_matches('.').to_owned();
        let Some(message) = self.env.message(&bare) else {
            let known = self.lookup(&bare);
            match known {
                Some((Type::Type(_), _)) => {
                    self.report(id, format!("'{bare}' is not a message type"))
                }
                Some(_) => self.report(id, format!("'{bare}' is not a type")),
                None => self.undeclared(id, &bare),
            }
            fields.iter_mut().for_each(|f| self.check(&mut f.value));
            return Type::Error;
        };
        name.clone_from(&bare);
        for field in fields {
            self.check(&mut field.value);
            let t = self.entry_type(&field.value, field.optional);
            let declared = match message.fields.get(field.name.as_str()) {
                Some(declared) => declared.clone(),
                None if message.any_field => Type::Dyn,
                None => {
                    let message = format!("undefined field '{}'", field.name);
                    self.issues.report(field.offset, message);
                    Type::Error
                }
            };
            if !self.mapping.assignable(&declared, &t) {
                let message = format!(
                    "expected type of field '{}' is '{}' but provided type is '{}'",
                    field.name,
                    declared.described(),
                    t.described()
                );
                self.issues.report(field.offset, message);
            }
        }
        message.result.clone()
    }

    fn comprehension(&mut self, fold: &mut Comprehension) -> Type {
        self.check(&mut fold.range);
        self.check(&mut fold.init);
        let range = self.mapping.substitute(&self.type_of(&fold.range), false);
        let accu = self.type_of(&fold.init);
        let outer = self.scopes.len();
        self.scopes.push((fold.accu.clone(), accu.clone()));
        let two = fold.var2.is_some();
        let (var, var2) = match &range {
            Type::List(element) if two => (Type::Int, (**element).clone()),
            Type::List(element) => ((**element).clone(), Type::Error),
            Type::Map(key, value) => ((**key).clone(), (**value).clone()),
            Type::Dyn | Type::Error | Type::Free(_) => {
                self.mapping.assignable(&Type::Dyn, &range);
                (Type::Dyn, Type::Dyn)
            }
            other => {
                let message = format!(
                    "expression of type '{}' cannot be range of a comprehension (must be list, \
                     map, or dynamic)",
                    other.described()
                );
                self.report(fold.range.id, message);
                (Type::Error, Type::Error)
            }
        };
        self.scopes.push((fold.var.clone(), var));
        if let Some(name) = &fold.var2 {
            self.scopes.push((name.clone(), var2));
        }
        self.check(&mut fold.condition);
        self.require(&fold.condition, &Type::Bool);
        self.check(&mut fold.step);
        self.require(&fold.step, &accu);
        self.scopes.truncate(outer + 1);
        self.check(&mut fold.result);
        self.scopes.truncate(outer);
        self.mapping.substitute(&self.type_of(&fold.result), false)
    }

    fn require(&mut self, expr: &Expr, expected: &Type) {
        let t = self.type_of(expr);
        if !self.mapping.assignable(expected, &t) {
            self.mismatch(expr.id, expected, &t);
        }
    }
}

fn literal_type(literal: &Literal) -> Type {
    match literal {
        Literal::Null => Type::Null,
        Literal::Bool(_) => Type::Bool,
        Literal::Int(_) => Type::Int,
        Literal::Uint(_) => Type::Uint,
        Literal::Double(_) => Type::Double,
        Literal::String(_) => Type::String,
        Literal::Bytes(_) => Type::Bytes,
    }
}
