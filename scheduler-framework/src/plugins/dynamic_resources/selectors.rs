//! Expressions that pick devices.
//!
//! Upstream: `staging/src/k8s.io/dynamic-resource-allocation/cel`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use bowline_api::resource::v1::{Device, DeviceAttribute};
use bowline_cel::{Environment, Map, Opaque, Program, Semver, Type, Value};
use parking_lot::Mutex;

use crate::verdict::BoxError;

/// What one evaluation may cost.
const COST_LIMIT: u64 = 1_000_000;

/// How many compiled expressions are kept.
const KEPT: usize = 256;

type Compiled = Result<Arc<Selector>, String>;

/// Expressions that were compiled already.
#[derive(Debug, Default)]
pub(super) struct Selectors {
    compiled: Mutex<HashMap<String, Compiled>>,
}

#[derive(Debug)]
pub(super) struct Selector {
    program: Program,
    /// Domains that the expression names: looking one up that a device does not have gives an
    /// empty map.
    domains: BTreeSet<String>,
}

impl Selectors {
    pub(super) fn get(&self, expression: &str) -> Compiled {
        let mut compiled = self.compiled.lock();
        if let Some(known) = compiled.get(expression) {
            return known.clone();
        }
        if compiled.len() >= KEPT {
            compiled.clear();
        }
        let new = Selector::compile(expression).map(Arc::new);
        compiled.insert(expression.to_owned(), new.clone());
        new
    }
}

impl Selector {
    fn compile(expression: &str) -> Result<Self, String> {
        let quantity = Type::object("kubernetes.Quantity", BTreeMap::new());
        let domains = |value| Type::map(Type::String, Type::map(Type::String, value));
        let fields = BTreeMap::from([
            ("driver".to_owned(), Type::String),
            ("attributes".to_owned(), domains(Type::Dyn)),
            ("capacity".to_owned(), domains(quantity)),
        ]);
        let env = Environment::extended()
            .with_variable("device", Type::object("kubernetes.DRADevice", fields));
        let checked =
            env.check(expression).map_err(|issues| format!("compilation failed: {issues}"))?;
        let program = Program::new(&env, &checked)
            .map_err(|error| format!("program instantiation failed: {error}"))?;
        Ok(Self { program, domains: domains_in(expression) })
    }

    /// Whether a device is picked.
    pub(super) fn matches(&self, driver: &str, device: &Device) -> Result<bool, BoxError> {
        let mut attributes = self.empty();
        for (name, attribute) in &device.attributes {
            let (domain, id) = name.split_once('/').unwrap_or((driver, name));
            let value =
                value_of(attribute).map_err(|error| format!("attribute {name}: {error}"))?;
            attributes.entry(domain.to_owned()).or_default().push((Value::text(id), value));
        }
        let mut capacity = self.empty();
        for (name, it) in &device.capacity {
            let (domain, id) = name.split_once('/').unwrap_or((driver, name));
            let value = Value::Opaque(Arc::new(Opaque::Quantity(it.value.clone())));
            capacity.entry(domain.to_owned()).or_default().push((Value::text(id), value));
        }
        let device = Value::Map(Map::from_entries([
            (Value::text("driver"), Value::text(driver)),
            (Value::text("attributes"), nested(attributes)),
            (Value::text("capacity"), nested(capacity)),
        ]));
        let variables = [Some(Ok(device))];
        let outcome = self.program.run(&variables, COST_LIMIT);
        let result = outcome.result.map_err(|error| error.to_string())?;
        let name = result.type_name().to_owned();
        let told = || format!("CEL result of type {name} could not be converted to bool");
        Ok(result.as_bool().ok_or_else(told)?)
    }

    fn empty<'a>(&self) -> BTreeMap<String, Vec<(Value<'a>, Value<'a>)>> {
        self.domains.iter().map(|domain| (domain.clone(), Vec::new())).collect()
    }
}

fn nested<'a>(domains: BTreeMap<String, Vec<(Value<'a>, Value<'a>)>>) -> Value<'a> {
    let entries = domains.into_iter();
    let entries =
        entries.map(|(domain, it)| (Value::text(domain), Value::Map(Map::from_entries(it))));
    Value::Map(Map::from_entries(entries))
}

fn value_of<'a>(attribute: &DeviceAttribute) -> Result<Value<'a>, &'static str> {
    if let Some(int) = attribute.int {
        return Ok(Value::Int(int));
    }
    if let Some(bool) = attribute.bool {
        return Ok(Value::Bool(bool));
    }
    if let Some(text) = &attribute.string {
        return Ok(Value::text(text.as_str()));
    }
    let version = attribute.version.as_ref().ok_or("unsupported attribute value")?;
    let version = semver(version).ok_or("parse semantic version")?;
    Ok(Value::Opaque(Arc::new(Opaque::Semver(version))))
}

fn semver(text: &str) -> Option<Semver> {
    let text = text.split('+').next()?;
    let (numbers, pre_release) = match text.split_once('-') {
        Some((numbers, rest)) => (numbers, rest.split('.').map(str::to_owned).collect()),
        None => (text, Vec::new()),
    };
    let numbers: Vec<u64> = numbers.split('.').map(|it| it.parse().ok()).collect::<Option<_>>()?;
    Some(Semver { numbers: numbers.try_into().ok()?, pre_release })
}

/// The literals by which the expression indexes attributes or capacity.
fn domains_in(expression: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for field in ["attributes", "capacity"] {
        for (at, _) in expression.match_indices(field) {
            let rest = expression[at + field.len()..].trim_start();
            let Some(rest) = rest.strip_prefix('[').map(str::trim_start) else { continue };
            let Some(quote) = rest.chars().next().filter(|it| matches!(it, '"' | '\'')) else {
                continue;
            };
            if let Some((domain, _)) = rest[1..].split_once(quote) {
                found.insert(domain.to_owned());
            }
        }
    }
    found
}
