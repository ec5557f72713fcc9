//! Which types fit where, and what type parameters stand for.

use std::sync::Arc;

use crate::types::Type;

/// What the free types found so far stand for.
#[derive(Clone, Debug, Default)]
pub(super) struct Mapping {
    bound: Vec<Option<Type>>,
}

impl Mapping {
    pub(super) fn fresh(&mut self) -> Type {
        self.bound.push(None);
        Type::Free(self.bound.len() - 1)
    }

    fn find(&self, t: &Type) -> Option<&Type> {
        match t {
            Type::Free(n) => self.bound.get(*n)?.as_ref(),
            _ => None,
        }
    }

    fn bind(&mut self, t: &Type, to: Type) {
        if let Type::Free(n) = t
            && let Some(slot) = self.bound.get_mut(*n)
        {
            *slot = Some(to);
        }
    }

    /// Whether a `from` fits where a `to` is wanted; what that teaches about free types is kept
    /// only if it does.
    pub(super) fn assignable(&mut self, to: &Type, from: &Type) -> bool {
        let mut attempt = self.clone();
        let fits = attempt.unify(to, from);
        if fits {
            *self = attempt;
        }
        fits
    }

    /// The same for a list of arguments.
    pub(super) fn assignable_all(&mut self, args: &[Type], params: &[Type]) -> bool {
        let mut attempt = self.clone();
        let fits =
            args.len() == params.len() && args.iter().zip(params).all(|(a, p)| attempt.unify(a, p));
        if fits {
            *self = attempt;
        }
        fits
    }

    fn unify(&mut self, a: &Type, b: &Type) -> bool {
        if matches!(b, Type::Free(_)) {
            let (valid, known) = self.substitution(a, b);
            if valid || known {
                return valid;
            }
        }
        if matches!(a, Type::Free(_)) {
            return self.substitution(b, a).0;
        }
        if a.is_dyn_or_error() || b.is_dyn_or_error() {
            return true;
        }
        match (a, b) {
            (Type::Null, other) | (other, Type::Null) => matches!(
                other,
                Type::Null | Type::Opaque(..) | Type::Object(_) | Type::Duration | Type::Timestamp
            ),
            (Type::Type(_), Type::Type(_)) => true,
            (Type::List(a), Type::List(b)) => self.unify(a, b),
            (Type::Map(ak, av), Type::Map(bk, bv)) => self.unify(ak, bk) && self.unify(av, bv),
            (Type::Opaque(an, ap), Type::Opaque(bn, bp)) => {
                an == bn && ap.len() == bp.len() && ap.iter().zip(bp).all(|(a, b)| self.unify(a, b))
            }
            (a, b) => a == b,
        }
    }

    /// Whether `free` may stand for `t`, and whether it already stood for something.
    fn substitution(&mut self, t: &Type, free: &Type) -> (bool, bool) {
        if t == free {
            return (true, true);
        }
        if let Some(bound) = self.find(free).cloned() {
            if *t == bound {
                return (true, true);
            }
            if !self.unify(t, &bound) {
                return (false, true);
            }
            let general = most_general(t, &bound).clone();
            if !self.occurs(free, &general) {
                self.bind(free, general);
            }
            return (true, true);
        }
        if self.occurs(free, t) {
            return (false, false);
        }
        self.bind(free, t.clone());
        (true, false)
    }

    fn occurs(&self, free: &Type, within: &Type) -> bool {
        if free == within {
            return true;
        }
        match within {
            Type::Free(_) => self.find(within).is_some_and(|t| self.occurs(free, t)),
            other => other.parameters().iter().any(|p| self.occurs(free, p)),
        }
    }

    /// `t` with every free type replaced by what it stands for; with `close`, the rest by `dyn`.
    pub(super) fn substitute(&self, t: &Type, close: bool) -> Type {
        if let Some(bound) = self.find(t) {
            return self.substitute(bound, close);
        }
        let sub = |t: &Type| self.substitute(t, close);
        match t {
            Type::Free(_) if close => Type::Dyn,
            Type::List(element) => Type::list(sub(element)),
            Type::Map(key, value) => Type::map(sub(key), sub(value)),
            Type::Type(Some(inner)) => Type::Type(Some(Arc::new(sub(inner)))),
            Type::Opaque(name, params) if !params.is_empty() => {
                Type::Opaque(name.clone(), params.iter().map(sub).collect())
            }
            other => other.clone(),
        }
    }
}

/// The more general of two types that fit each other.
pub(super) fn most_general<'t>(a: &'t Type, b: &'t Type) -> &'t Type {
    if no_more_specific(a, b) { a } else { b }
}

fn no_more_specific(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Dyn | Type::Free(_), _) => true,
        (_, Type::Dyn | Type::Free(_)) => false,
        (Type::List(a), Type::List(b)) => no_more_specific(a, b),
        (Type::Map(ak, av), Type::Map(bk, bv)) => {
            no_more_specific(ak, bk) && no_more_specific(av, bv)
        }
        (Type::Opaque(an, ap), Type::Opaque(bn, bp)) => {
            an == bn
                && ap.len() == bp.len()
                && ap.iter().zip(bp).all(|(a, b)| no_more_specific(a, b))
        }
        (Type::Type(_), Type::Type(_)) => true,
        (a, b) => a == b,
    }
}

/// Replaces the parameters of a declaration by fresh free types.
pub(super) fn instantiate(types: &[&Type], mapping: &mut Mapping) -> Vec<Type> {
    let mut names: Vec<(Arc<str>, Type)> = Vec::new();
    types.iter().map(|t| replace(t, mapping, &mut names)).collect()
}

fn replace(t: &Type, mapping: &mut Mapping, names: &mut Vec<(Arc<str>, Type)>) -> Type {
    match t {
        Type::Param(name) => {
            if let Some((_, free)) = names.iter().find(|(n, _)| n == name) {
                return free.clone();
            }
            let free = mapping.fresh();
            names.push((name.clone(), free.clone()));
            free
        }
        Type::List(element) => Type::list(replace(element, mapping, names)),
        Type::Map(key, value) => {
            let key = replace(key, mapping, names);
            Type::map(key, replace(value, mapping, names))
        }
        Type::Type(Some(inner)) => Type::Type(Some(Arc::new(replace(inner, mapping, names)))),
        Type::Opaque(name, params) => {
            Type::Opaque(name.clone(), params.iter().map(|p| replace(p, mapping, names)).collect())
        }
        other => other.clone(),
    }
}
