//! The expressions of one policy, compiled.

use std::collections::BTreeMap;

use super::environment::{Options, VARIABLES, environment};
use crate::environment::{Environment, Version};
use crate::program::Program;
use crate::types::Type;

/// What the expressions of one policy have in common: its variables.
#[derive(Debug)]
pub struct Expressions {
    params: bool,
    patches: bool,
    version: Version,
    object: Type,
    /// The variables in their order; each may use those before it.
    pub(super) variables: Vec<Variable>,
    fields: BTreeMap<String, Type>,
    pub(super) variables_index: usize,
}

/// A variable of a policy.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) program: Result<Program, String>,
}

/// An expression of a policy, compiled, or what is wrong with it.
#[derive(Debug)]
pub struct Condition {
    pub(super) expression: String,
    pub(super) program: Result<Program, String>,
}

impl Condition {
    /// What is wrong with the expression, in upstream's words.
    pub fn fault(&self) -> Option<&str> {
        self.program.as_ref().err().map(String::as_str)
    }

    /// The text of the expression.
    pub fn expression(&self) -> &str {
        &self.expression
    }
}

/// What an expression must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A validation or a match condition: `bool`.
    Bool,
    /// A message: `string`.
    Text,
    /// An audit annotation: `string` or `null`.
    TextOrNull,
    /// A mutation of type `ApplyConfiguration`: `Object`.
    ApplyConfiguration,
    /// A mutation of type `JSONPatch`: a list of `JSONPatch`.
    JsonPatch,
    /// A variable: anything.
    Any,
}

impl Wanted {
    fn types(self) -> Vec<Type> {
        let named = |name: &str| Type::object(name, BTreeMap::new());
        match self {
            Wanted::Bool => vec![Type::Bool],
            Wanted::Text => vec![Type::String],
            Wanted::TextOrNull => vec![Type::String, Type::Null],
            Wanted::ApplyConfiguration => vec![named("Object")],
            Wanted::JsonPatch => vec![Type::list(named("JSONPatch"))],
            Wanted::Any => Vec::new(),
        }
    }
}

impl Expressions {
    /// Compiles the variables of a policy, given by names and expressions in their order. `params`
    /// says whether the policy has parameters, `patches` whether it mutates.
    pub fn new<'v>(
        version: Version,
        params: bool,
        patches: bool,
        variables: impl IntoIterator<Item = (&'v str, &'v str)>,
    ) -> Self {
        Self::for_object(version, params, patches, Type::Dyn, variables)
    }

    /// The same, with a type for `object` and `oldObject`, which tells more faults. A server that
    /// runs the policy does not give one.
    pub fn for_object<'v>(
        version: Version,
        params: bool,
        patches: bool,
        object: Type,
        variables: impl IntoIterator<Item = (&'v str, &'v str)>,
    ) -> Self {
        let mut expressions = Self {
            params,
            patches,
            version,
            object,
            variables: Vec::new(),
            fields: BTreeMap::new(),
            variables_index: 0,
        };
        let env = expressions.environment(true);
        expressions.variables_index = env.variable_index(VARIABLES).unwrap_or(0);
        for (name, expression) in variables {
            let env = expressions.environment(true);
            let (t, program) = match compile(&env, expression, Wanted::Any) {
                Ok((t, program)) => (t, Ok(program)),
                Err(fault) => (Type::Dyn, Err(fault)),
            };
            expressions.fields.insert(name.to_owned(), t);
            expressions.variables.push(Variable { name: name.to_owned(), program });
        }
        expressions
    }

    /// Compiles an expression; `authorizer` says whether it may ask what users may do, which
    /// messages may not.
    pub fn condition(&self, expression: &str, wanted: Wanted, authorizer: bool) -> Condition {
        let program = compile(&self.environment(authorizer), expression, wanted);
        Condition {
            expression: expression.to_owned(),
            program: program.map(|(_, program)| program),
        }
    }

    /// What is wrong with each variable, by its name.
    pub fn faulty_variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables
            .iter()
            .filter_map(|v| Some((v.name.as_str(), v.program.as_ref().err()?.as_str())))
    }

    pub(super) fn has_params(&self) -> bool {
        self.params
    }

    fn environment(&self, authorizer: bool) -> Environment {
        let options = Options {
            version: self.version,
            params: self.params,
            authorizer,
            patches: self.patches,
        };
        environment(options, &self.object, &self.fields)
    }
}

fn compile(env: &Environment, text: &str, wanted: Wanted) -> Result<(Type, Program), String> {
    let checked = env.check(text).map_err(|issues| format!("compilation failed: {issues}"))?;
    let t = checked.output_type().clone();
    let types = wanted.types();
    match types.as_slice() {
        [] => {}
        types if types.contains(&t) => {}
        [only] => return Err(format!("must evaluate to {only} but got {t}")),
        several => {
            let several: Vec<_> = several.iter().map(Type::to_string).collect();
            return Err(format!("must evaluate to one of [{}] but got {t}", several.join(" ")));
        }
    }
    let program =
        Program::new(env, &checked).map_err(|e| format!("program instantiation failed: {e}"))?;
    Ok((t, program))
}
