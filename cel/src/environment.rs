//! What names mean in an expression: variables, functions, types, and which of them each version
//! of Kubernetes knows.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use crate::check::{Checked, check};
use crate::library::{self, Implementation, Library};
use crate::syntax::{Issues, Syntax, parse};
use crate::types::{Signature, Type, parse_signature, parse_type};

/// A version of Kubernetes (`1.minor`) whose libraries an expression may use.
///
/// New expressions are held to the version that the oldest compatible server has; stored ones may
/// use all that any server has accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u32);

impl Version {
    /// What a 1.36 server lets new expressions use.
    pub const DEFAULT: Version = Version(35);
    /// All there is, for expressions that a server has already stored.
    pub const STORED: Version = Version(u32::MAX);
}

/// A message type that expressions may build.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) fields: BTreeMap<&'static str, Type>,
    /// Fields of other names are there too and take anything.
    pub(crate) any_field: bool,
    pub(crate) result: Type,
}

/// Names and what they mean.
#[derive(Clone, Debug)]
pub struct Environment {
    base: Arc<Base>,
    variables: Vec<(String, Type)>,
}

#[derive(Debug)]
struct Base {
    syntax: Syntax,
    validates_literals: bool,
    functions: HashMap<&'static str, Vec<Signature>>,
    implementations: HashMap<&'static str, Implementation>,
    types: HashMap<String, Type>,
    messages: HashMap<&'static str, Message>,
    /// Whether `Object`, `Object.spec` and all other paths below `Object` are types.
    object_types: bool,
}

impl Environment {
    /// The environment of a version of Kubernetes, without variables. Built once a version.
    pub fn kubernetes(version: Version) -> Self {
        static BUILT: OnceLock<Vec<OnceLock<Arc<Base>>>> = OnceLock::new();
        let built = BUILT.get_or_init(|| (0..=NEWEST as usize).map(|_| OnceLock::new()).collect());
        let minor = version.0.min(NEWEST);
        let base = built[minor as usize].get_or_init(|| Arc::new(Base::build(Version(minor), &[])));
        Self { base: base.clone(), variables: Vec::new() }
    }

    /// The newest environment with `math`, `base64` and `cel.bind` besides, which Kubernetes does
    /// not offer.
    pub fn extended() -> Self {
        static BUILT: OnceLock<Arc<Base>> = OnceLock::new();
        let extra = [&library::MATH, &library::BASE64];
        let base = BUILT.get_or_init(|| {
            let mut base = Base::build(Version(NEWEST), &extra);
            base.syntax.bind = true;
            Arc::new(base)
        });
        Self { base: base.clone(), variables: Vec::new() }
    }

    /// Adds a variable.
    #[must_use]
    pub fn with_variable(mut self, name: impl Into<String>, t: Type) -> Self {
        self.variables.push((name.into(), t));
        self
    }

    /// Adds what mutating policies build patches with: the type `JSONPatch` and its library, and the
    /// types `Object`, `Object.spec` and so on, which stand for parts of the object.
    ///
    /// *Upstream:* `apiserver/pkg/cel/mutation`.
    #[must_use]
    pub fn with_patches(mut self) -> Self {
        let mut base = Base {
            syntax: self.base.syntax,
            validates_literals: self.base.validates_literals,
            functions: self.base.functions.clone(),
            implementations: self.base.implementations.clone(),
            types: self.base.types.clone(),
            messages: self.base.messages.clone(),
            object_types: true,
        };
        base.add(&library::JSON_PATCH);
        let fields = [
            ("op", Type::String),
            ("path", Type::String),
            ("from", Type::String),
            ("value", Type::Dyn),
        ];
        let result = parse_type("JSONPatch");
        let message = Message { fields: fields.into(), any_field: false, result };
        base.messages.insert("JSONPatch", message);
        self.base = Arc::new(base);
        self
    }

    /// Position of a variable among those added.
    pub fn variable_index(&self, name: &str) -> Option<usize> {
        self.variables.iter().position(|(n, _)| n == name)
    }

    /// How many variables there are.
    pub fn variable_count(&self) -> usize {
        self.variables.len()
    }

    pub(crate) fn variable(&self, name: &str) -> Option<&Type> {
        self.variables.iter().find(|(n, _)| n == name).map(|(_, t)| t)
    }

    pub(crate) fn type_named(&self, name: &str) -> Option<Type> {
        self.base.types.get(name).cloned()
    }

    pub(crate) fn message(&self, name: &str) -> Option<Message> {
        if self.base.object_types && (name == "Object" || name.starts_with("Object.")) {
            let (fields, result) = (BTreeMap::new(), parse_type(name));
            return Some(Message { fields, any_field: true, result });
        }
        self.base.messages.get(name).cloned()
    }

    pub(crate) fn has_function(&self, name: &str) -> bool {
        self.base.functions.contains_key(name)
    }

    pub(crate) fn overloads(&self, function: &str) -> &[Signature] {
        self.base.functions.get(function).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn implementation(&self, function: &str) -> Option<Implementation> {
        self.base.implementations.get(function).copied()
    }

    pub(crate) fn validates_literals(&self) -> bool {
        self.base.validates_literals
    }

    /// Parses and checks an expression.
    ///
    /// # Errors
    /// Every fault that shows without running it, printed as upstream prints them.
    pub fn check(&self, text: &str) -> Result<Checked, Issues> {
        check(self, parse(text, self.base.syntax)?)
    }
}

/// The last version that brought anything.
const NEWEST: u32 = 36;

impl Base {
    fn build(version: Version, extra: &[&'static Library]) -> Self {
        let since = |minor: u32| version.0 >= minor;
        let mut base = Base {
            syntax: Syntax {
                optionals: since(28),
                opt_flat_map: since(28),
                two_variables: since(32),
                sort_by: since(34),
                bind: false,
            },
            validates_literals: since(29),
            functions: HashMap::new(),
            implementations: HashMap::new(),
            types: HashMap::new(),
            messages: HashMap::new(),
            object_types: false,
        };
        for name in ["bool", "bytes", "double", "int", "null_type", "string", "uint"] {
            base.types.insert(name.to_owned(), parse_type(name));
        }
        for (name, t) in [
            ("dyn", Type::Dyn),
            ("list", Type::list(Type::Dyn)),
            ("map", Type::map(Type::Dyn, Type::Dyn)),
            ("type", Type::Type(None)),
            ("google.protobuf.Duration", Type::Duration),
            ("google.protobuf.Timestamp", Type::Timestamp),
        ] {
            base.types.insert(name.to_owned(), t);
        }
        base.add_messages();
        let libraries: [(u32, &'static Library); 18] = [
            (0, &library::STANDARD),
            (28, &library::CROSS_TYPE),
            (0, &library::URL),
            (0, &library::REGEX),
            (0, &library::LISTS),
            (27, &library::AUTHORIZER),
            (28, &library::OPTIONAL),
            (28, &library::QUANTITY),
            (0, &library::STRINGS),
            (29, &library::STRINGS_EXTENDED),
            (29, &library::SETS),
            (30, &library::IP),
            (31, &library::FORMAT),
            (31, &library::AUTHORIZER_SELECTORS),
            (32, &library::TWO_VARIABLES),
            (33, &library::SEMVER),
            (34, &library::LISTS_EXTENDED),
            (34, &library::FIRST_LAST),
        ];
        for (minor, library) in libraries {
            if since(minor) {
                base.add(library);
            }
        }
        extra.iter().for_each(|l| base.add(l));
        base
    }

    fn add(&mut self, library: &'static Library) {
        for name in library.types {
            let name_in_code = if *name == "optional_type" { "optional(dyn)" } else { name };
            self.types.insert((*name).to_owned(), parse_type(name_in_code));
        }
        for line in library.declarations.lines() {
            let Some(signature) = parse_signature(line.trim()) else { continue };
            if let Some(implementation) = (library.implementation)(signature.function) {
                self.implementations.insert(signature.function, implementation);
            }
            self.functions.entry(signature.function).or_default().push(signature);
        }
    }

    fn add_messages(&mut self) {
        let time = || BTreeMap::from([("seconds", Type::Int), ("nanos", Type::Int)]);
        let value = |t: Type| BTreeMap::from([("value", t)]);
        for (name, fields, result) in [
            ("google.protobuf.Timestamp", time(), Type::Timestamp),
            ("google.protobuf.Duration", time(), Type::Duration),
            ("google.protobuf.BoolValue", value(Type::Bool), Type::Bool),
            ("google.protobuf.Int64Value", value(Type::Int), Type::Int),
            ("google.protobuf.Int32Value", value(Type::Int), Type::Int),
            ("google.protobuf.UInt64Value", value(Type::Uint), Type::Uint),
            ("google.protobuf.UInt32Value", value(Type::Uint), Type::Uint),
            ("google.protobuf.DoubleValue", value(Type::Double), Type::Double),
            ("google.protobuf.FloatValue", value(Type::Double), Type::Double),
            ("google.protobuf.StringValue", value(Type::String), Type::String),
            ("google.protobuf.BytesValue", value(Type::Bytes), Type::Bytes),
        ] {
            self.messages.insert(name, Message { fields, any_field: false, result });
        }
    }
}
