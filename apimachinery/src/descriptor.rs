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
    /// What the compiler works out of the fields.
    pub(crate) lookup: Lookup,
}

impl Descriptor {
    /// A plain message.
    #[must_use]
    pub const fn new(name: &'static str, fields: &'static [Field], order: &'static [u16]) -> Self {
        let lookup = Lookup::new(fields);
        Self { name, fields, order, form: Form::Object, atomic: false, root: false, lookup }
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
        // Objects mostly come in the order of the table.
        if self.fields.get(hint).is_some_and(|field| field.name == name) {
            return Some(hint);
        }
        self.lookup.by_name(self.fields, name)
    }

    /// The field with this JSON name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.find(name, usize::MAX).map(|i| &self.fields[i])
    }
}

/// Tables over the fields, made when the program is compiled.
#[derive(Debug)]
pub(crate) struct Lookup {
    /// Index of a field and one, by protobuf number; fields of inlined structs are not here.
    numbers: [u8; NUMBERS],
    /// Index of a field and one, by a hash of its JSON name; full places move on to the next.
    names: [u8; NAMES],
    /// The fields that JSON writes even if [`Message::present`](crate::reflect::Message::present)
    /// does not have their bit.
    pub(crate) json_always: u64,
    /// The same for protobuf.
    pub(crate) protobuf_always: u64,
    /// Whether protobuf nests fields deeper than the table does.
    pub(crate) inlined: bool,
}

const NUMBERS: usize = 64;
const NAMES: usize = 64;

impl Lookup {
    const fn new(fields: &[Field]) -> Self {
        let mut new = Self {
            numbers: [0; NUMBERS],
            names: [0; NAMES],
            json_always: 0,
            protobuf_always: 0,
            inlined: false,
        };
        let mut index = 0;
        while index < fields.len() {
            let field = &fields[index];
            if index < u8::MAX as usize {
                let number = field.number as usize;
                if number < NUMBERS && field.via.is_empty() {
                    new.numbers[number] = index as u8 + 1;
                }
                // The table must keep an empty place, where searches end.
                if fields.len() < NAMES {
                    let mut place = hash(field.name.as_bytes());
                    while new.names[place] != 0 {
                        place = (place + 1) % NAMES;
                    }
                    new.names[place] = index as u8 + 1;
                }
            }
            if index < 64 {
                new.json_always |= (!field.json_drops_absent() as u64) << index;
                new.protobuf_always |= (field.protobuf_writes_absent() as u64) << index;
            }
            new.inlined |= !field.via.is_empty();
            index += 1;
        }
        // Zero stands for no number.
        new.numbers[0] = 0;
        new
    }

    /// The index of the field with a protobuf number, unless it is one of an inlined struct.
    #[inline]
    pub(crate) fn by_number(&self, fields: &[Field], number: u32) -> Option<usize> {
        match self.numbers.get(number as usize) {
            Some(&place) => usize::from(place).checked_sub(1),
            None => fields.iter().position(|f| f.number == number && f.via.is_empty()),
        }
    }

    fn by_name(&self, fields: &[Field], name: &str) -> Option<usize> {
        if fields.len() >= NAMES {
            return fields.iter().position(|f| f.name == name);
        }
        let mut place = hash(name.as_bytes());
        loop {
            let index = usize::from(self.names[place]).checked_sub(1)?;
            if fields.get(index)?.name == name {
                return Some(index);
            }
            place = (place + 1) % NAMES;
        }
    }
}

/// The first place to look for a name at.
const fn hash(name: &[u8]) -> usize {
    let len = name.len();
    if len == 0 {
        return 0;
    }
    let (first, middle, last) = (name[0] as usize, name[len / 2] as usize, name[len - 1] as usize);
    (len * 7 + first * 3 + middle * 5 + last * 13) % NAMES
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

    /// Whether JSON leaves the field out when it is absent, an empty list or an empty map.
    pub(crate) const fn json_drops_absent(&self) -> bool {
        match self.ty {
            Type::Time | Type::MicroTime => {
                self.has(OMITZERO) || (self.has(POINTER) && self.has(OMITEMPTY))
            }
            Type::List(_) | Type::Map(_) => self.has(OMITEMPTY) && !self.has(POINTER),
            _ => self.has(OMITEMPTY | OMITZERO),
        }
    }

    /// Whether protobuf writes the field when it is absent: a zero time that is not a pointer is an
    /// empty message.
    pub(crate) const fn protobuf_writes_absent(&self) -> bool {
        matches!(self.ty, Type::Time | Type::MicroTime) && !self.has(POINTER)
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
