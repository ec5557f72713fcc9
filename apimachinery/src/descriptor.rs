//! What a type is made of: static tables of its fields, the ground of every codec and patch.

/// A message type: its name and its fields in JSON output order.
///
/// *Upstream:* the information of Go struct tags, `.proto` files and OpenAPI extensions.
#[derive(Debug)]
pub struct Descriptor {
    /// OpenAPI model name, for example `io.k8s.api.core.v1.Pod`.
    pub name: &'static str,
    /// The fields, in JSON output order.
    pub fields: &'static [Field],
    /// Indexes of the fields in protobuf order; fields without protobuf form are not in it.
    pub order: &'static [u16],
    /// The type's own JSON form, where it is not an object of its fields.
    pub form: Form,
    /// Server-side apply treats the whole value as one (`structType: atomic`).
    pub atomic: bool,
    /// `apiVersion` and `kind` belong to the JSON form although no field holds them.
    pub root: bool,
}

impl Descriptor {
    /// A plain message.
    #[must_use]
    pub const fn new(name: &'static str, fields: &'static [Field], order: &'static [u16]) -> Self {
        Self { name, fields, order, form: Form::Object, atomic: false, root: false }
    }

    /// Marks a kind: `apiVersion` and `kind` stand in its JSON.
    #[must_use]
    pub const fn root(mut self) -> Self {
        self.root = true;
        self
    }

    /// Marks the whole value as atomic for apply.
    #[must_use]
    pub const fn atomic(mut self) -> Self {
        self.atomic = true;
        self
    }

    /// Gives the type a JSON form of its own.
    #[must_use]
    pub const fn form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    /// The index of the field with this JSON name; the search begins at `hint`.
    #[must_use]
    pub fn find(&self, name: &str, hint: usize) -> Option<usize> {
        let hint = hint.min(self.fields.len());
        let (before, after) = self.fields.split_at(hint);
        // Lengths are compared first, then the last bytes: names often begin alike.
        let last = name.as_bytes().last();
        let fits = |f: &Field| {
            f.name.len() == name.len() && f.name.as_bytes().last() == last && f.name == name
        };
        let here = |fields: &[Field]| fields.iter().position(fits);
        here(after).map(|at| at + hint).or_else(|| here(before))
    }

    /// The field with this JSON name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.find(name, usize::MAX).map(|i| &self.fields[i])
    }
}

/// How a message looks in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An object of its fields.
    Object,
    /// `JSONSchemaPropsOrBool`: field 0 (bool) alone, or field 1 (message).
    OrBool,
    /// `JSONSchemaPropsOrArray`: field 0 (message), or field 1 (list).
    OrArray,
    /// `JSONSchemaPropsOrStringArray`: field 0 (message), or field 1 (strings).
    OrStringArray,
}

/// One field of a message.
#[derive(Debug)]
pub struct Field {
    /// JSON name.
    pub name: &'static str,
    /// Protobuf number; 0 where the field has no protobuf form.
    pub number: u32,
    /// Protobuf numbers of the nested messages that inlined Go structs become, outermost first.
    pub via: &'static [u32],
    /// What the field holds.
    pub ty: Type,
    /// [`POINTER`], [`OMITEMPTY`], [`OMITZERO`], [`REQUIRED`], [`LIST_MAP`]... or-ed together.
    pub flags: u16,
    /// Keys of a list that is a map (`x-kubernetes-list-map-keys`).
    pub keys: &'static [&'static str],
    /// Merge key of strategic merge patch; empty for none.
    pub merge_key: &'static str,
    /// Default that OpenAPI states, as JSON text; empty for none.
    pub default: &'static str,
}

/// Absent and zero are different things.
pub const POINTER: u16 = 1;
/// JSON drops the field when it is empty.
pub const OMITEMPTY: u16 = 2;
/// JSON drops the field when the struct in it is zero.
pub const OMITZERO: u16 = 4;
/// OpenAPI lists the field as required.
pub const REQUIRED: u16 = 8;
/// Lists whose items are keyed by [`Field::keys`].
pub const LIST_MAP: u16 = 16;
/// Lists without duplicates.
pub const LIST_SET: u16 = 32;
/// Lists, maps or structs that apply replaces whole.
pub const ATOMIC: u16 = 64;
/// Strategic merge patch merges the list by [`Field::merge_key`], or as a set of scalars.
pub const PATCH_MERGE: u16 = 128;
/// Strategic merge patch keeps only the keys that `$retainKeys` names.
pub const PATCH_RETAIN: u16 = 256;
/// Strategic merge patch replaces the field whole.
pub const PATCH_REPLACE: u16 = 512;
/// The list is a message with one repeated field in protobuf.
pub const WRAPPED: u16 = 1024;
/// The field is deprecated.
pub const DEPRECATED: u16 = 2048;
/// The field selects the member of a union.
pub const DISCRIMINATOR: u16 = 4096;

impl Field {
    /// A field without special traits.
    #[must_use]
    pub const fn new(name: &'static str, number: u32, ty: Type, flags: u16) -> Self {
        Self { name, number, via: &[], ty, flags, keys: &[], merge_key: "", default: "" }
    }

    /// Puts the field in the nested messages that protobuf makes of inlined structs.
    #[must_use]
    pub const fn via(mut self, numbers: &'static [u32]) -> Self {
        self.via = numbers;
        self
    }

    /// Names the keys of a list-map.
    #[must_use]
    pub const fn keys(mut self, keys: &'static [&'static str]) -> Self {
        self.keys = keys;
        self
    }

    /// Names the merge key of strategic merge patch.
    #[must_use]
    pub const fn merge_key(mut self, key: &'static str) -> Self {
        self.merge_key = key;
        self
    }

    /// States the default as JSON text.
    #[must_use]
    pub const fn default(mut self, json: &'static str) -> Self {
        self.default = json;
        self
    }

    /// Whether any of these flags is set.
    #[must_use]
    pub const fn has(&self, flags: u16) -> bool {
        self.flags & flags != 0
    }
}

/// What a field, list item or map value holds.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// `bool`
    Bool,
    /// `int32`
    Int32,
    /// `int64`
    Int64,
    /// `float64`
    Double,
    /// `string`
    String,
    /// A string of an open set of known values.
    Enum(&'static [&'static str]),
    /// Bytes; base64 in JSON.
    Bytes,
    /// RFC 3339 time of whole seconds.
    Time,
    /// RFC 3339 time with microseconds.
    MicroTime,
    /// Go duration text.
    Duration,
    /// `resource.Quantity`
    Quantity,
    /// Integer or string.
    IntOrString,
    /// Any JSON, kept as its text.
    Raw,
    /// A message.
    Message(&'static Descriptor),
    /// A list.
    List(&'static Type),
    /// A map with string keys.
    Map(&'static Type),
}
