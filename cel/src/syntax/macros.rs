//! The macros and what they stand for.

use super::ast::{Comprehension, Expr, ExprKind, Literal};
use super::parser::{Fault, Parser, Result_};

/// Name of the accumulator that macros use; no user can write it.
pub(crate) const ACCUMULATOR: &str = "@result";
const UNUSED: &str = "#unused";
const SORT_INPUT: &str = "@__sortBy_input__";

impl Parser<'_> {
    pub(super) fn global_call(
        &mut self,
        open: usize,
        function: &str,
        mut args: Vec<Expr>,
    ) -> Result_<Expr> {
        if function.trim_start_matches('.') == "has" && args.len() == 1 {
            let arg = args.swap_remove(0);
            let ExprKind::Select { operand, field, test: false } = arg.kind else {
                return Err(self.fault(&arg, "invalid argument to has() macro"));
            };
            return Ok(self.node(open, ExprKind::Select { operand, field, test: true }));
        }
        Ok(self.call(open, function, args))
    }

    pub(super) fn member_call(
        &mut self,
        open: usize,
        target: Expr,
        function: &str,
        args: Vec<Expr>,
    ) -> Result_<Expr> {
        let two = self.syntax.two_variables;
        match (function, args.len()) {
            ("all" | "exists" | "exists_one", 2) => self.quantifier(open, target, function, args),
            ("all" | "exists" | "exists_one" | "existsOne", 3) if two => {
                self.quantifier(open, target, function, args)
            }
            ("map", 2 | 3) | ("filter", 2) => self.transform_list(open, target, function, args, 1),
            ("transformList", 3 | 4) if two => self.transform_list(open, target, function, args, 2),
            ("transformMap" | "transformMapEntry", 3 | 4) if two => {
                self.transform_map(open, target, function, args)
            }
            ("optMap", 2) if self.syntax.optionals => {
                self.opt_map(open, target, args, "optMap", true)
            }
            ("optFlatMap", 2) if self.syntax.opt_flat_map => {
                self.opt_map(open, target, args, "optFlatMap", false)
            }
            ("sortBy", 2) if self.syntax.sort_by => self.sort_by(open, target, args),
            ("bind", 3)
                if self.syntax.bind && matches!(&target.kind, ExprKind::Ident(n) if n == "cel") =>
            {
                self.bind_macro(open, args)
            }
            _ => {
                let kind = ExprKind::Call {
                    target: Some(Box::new(target)),
                    function: function.to_owned(),
                    args,
                };
                Ok(self.node(open, kind))
            }
        }
    }

    fn fault(&self, at: &Expr, message: impl Into<String>) -> Fault {
        Fault { offset: self.offset_of(at), message: message.into() }
    }

    fn ident(&mut self, offset: usize, name: &str) -> Expr {
        self.node(offset, ExprKind::Ident(name.to_owned()))
    }

    fn accu(&mut self, offset: usize) -> Expr {
        self.ident(offset, ACCUMULATOR)
    }

    fn literal(&mut self, offset: usize, literal: Literal) -> Expr {
        self.node(offset, ExprKind::Literal(literal))
    }

    fn empty_list(&mut self, offset: usize) -> Expr {
        self.node(offset, ExprKind::List { elements: Vec::new(), optional: Vec::new() })
    }

    /// Takes the loop variables off the front of the arguments.
    fn variables(
        &mut self,
        args: &mut Vec<Expr>,
        count: usize,
        not_a_name: &str,
    ) -> Result_<(String, Option<String>)> {
        let mut names = Vec::new();
        for arg in args.drain(..count).collect::<Vec<_>>() {
            let ExprKind::Ident(name) = &arg.kind else {
                return Err(self.fault(&arg, not_a_name));
            };
            if names.contains(name) {
                return Err(self.fault(&arg, format!("duplicate variable name: {name}")));
            }
            if name == "__result__" {
                let message = "iteration variable overwrites accumulator variable";
                return Err(self.fault(&arg, message));
            }
            names.push(name.clone());
        }
        let second = if count == 2 { names.pop() } else { None };
        Ok((names.pop().unwrap_or_default(), second))
    }

    fn quantifier(
        &mut self,
        o: usize,
        range: Expr,
        function: &str,
        mut args: Vec<Expr>,
    ) -> Result_<Expr> {
        let count = args.len() - 1;
        let (var, var2) = self.variables(&mut args, count, "argument must be a simple name")?;
        let Some(predicate) = args.pop() else { return Ok(range) };
        let (init, condition, step, result) = match function {
            "all" => {
                let init = self.literal(o, Literal::Bool(true));
                let accu = self.accu(o);
                let condition = self.call(o, "@not_strictly_false", vec![accu]);
                let accu = self.accu(o);
                let step = self.call(o, "_&&_", vec![accu, predicate]);
                (init, condition, step, self.accu(o))
            }
            "exists" => {
                let init = self.literal(o, Literal::Bool(false));
                let accu = self.accu(o);
                let not = self.call(o, "!_", vec![accu]);
                let condition = self.call(o, "@not_strictly_false", vec![not]);
                let accu = self.accu(o);
                let step = self.call(o, "_||_", vec![accu, predicate]);
                (init, condition, step, self.accu(o))
            }
            _ => {
                let init = self.literal(o, Literal::Int(0));
                let condition = self.literal(o, Literal::Bool(true));
                let (accu, one) = (self.accu(o), self.literal(o, Literal::Int(1)));
                let more = self.call(o, "_+_", vec![accu, one]);
                let same = self.accu(o);
                let step = self.call(o, "_?_:_", vec![predicate, more, same]);
                let (accu, one) = (self.accu(o), self.literal(o, Literal::Int(1)));
                let result = self.call(o, "_==_", vec![accu, one]);
                (init, condition, step, result)
            }
        };
        let accu = ACCUMULATOR.to_owned();
        Ok(self.fold(o, Comprehension { range, var, var2, accu, init, condition, step, result }))
    }

    fn fold(&mut self, offset: usize, fold: Comprehension) -> Expr {
        self.node(offset, ExprKind::Comprehension(Box::new(fold)))
    }

    /// `map`, `filter` and `transformList`: an accumulated list.
    fn transform_list(
        &mut self,
        o: usize,
        range: Expr,
        function: &str,
        mut args: Vec<Expr>,
        variables: usize,
    ) -> Result_<Expr> {
        let not_a_name = match variables {
            1 => "argument is not an identifier",
            _ => "argument must be a simple name",
        };
        let (var, var2) = self.variables(&mut args, variables, not_a_name)?;
        let (element, filter) = match (function, args.pop(), args.pop()) {
            ("filter", filter, _) => (self.ident(o, &var), filter),
            (_, Some(element), filter) => (element, filter),
            (_, None, _) => return Ok(range),
        };
        let init = self.empty_list(o);
        let condition = self.literal(o, Literal::Bool(true));
        let accu = self.accu(o);
        let one = ExprKind::List { elements: vec![element], optional: vec![false] };
        let one = self.node(o, one);
        let step = self.call(o, "_+_", vec![accu, one]);
        let step = self.filtered(o, filter, step);
        let result = self.accu(o);
        let accu = ACCUMULATOR.to_owned();
        Ok(self.fold(o, Comprehension { range, var, var2, accu, init, condition, step, result }))
    }

    fn filtered(&mut self, o: usize, filter: Option<Expr>, step: Expr) -> Expr {
        let Some(filter) = filter else { return step };
        let same = self.accu(o);
        self.call(o, "_?_:_", vec![filter, step, same])
    }

    /// `transformMap` and `transformMapEntry`: an accumulated map.
    fn transform_map(
        &mut self,
        o: usize,
        range: Expr,
        function: &str,
        mut args: Vec<Expr>,
    ) -> Result_<Expr> {
        let (var, var2) = self.variables(&mut args, 2, "argument must be a simple name")?;
        let Some(value) = args.pop() else { return Ok(range) };
        let filter = args.pop();
        let init = self.node(o, ExprKind::Map(Vec::new()));
        let condition = self.literal(o, Literal::Bool(true));
        let mut inserted = vec![self.accu(o)];
        if function == "transformMap" {
            inserted.push(self.ident(o, &var));
        }
        inserted.push(value);
        let step = self.call(o, "cel.@mapInsert", inserted);
        let step = self.filtered(o, filter, step);
        let result = self.accu(o);
        let accu = ACCUMULATOR.to_owned();
        Ok(self.fold(o, Comprehension { range, var, var2, accu, init, condition, step, result }))
    }

    /// A name bound to a value: a fold over nothing.
    fn bound(&mut self, o: usize, name: &str, value: Expr, result: Expr) -> Expr {
        let range = self.empty_list(o);
        let condition = self.literal(o, Literal::Bool(false));
        let step = self.ident(o, name);
        let (var, accu) = (UNUSED.to_owned(), name.to_owned());
        let fold =
            Comprehension { range, var, var2: None, accu, init: value, condition, step, result };
        self.fold(o, fold)
    }

    fn bind_macro(&mut self, o: usize, mut args: Vec<Expr>) -> Result_<Expr> {
        let (name, _) =
            self.variables(&mut args, 1, "cel.bind() variable names must be simple identifiers")?;
        let (Some(result), Some(value)) = (args.pop(), args.pop()) else {
            return Ok(self.empty_list(o));
        };
        Ok(self.bound(o, &name, value, result))
    }

    fn opt_map(
        &mut self,
        o: usize,
        target: Expr,
        mut args: Vec<Expr>,
        function: &str,
        wrap: bool,
    ) -> Result_<Expr> {
        let not_a_name = format!("{function}() variable name must be a simple identifier");
        let (name, _) = self.variables(&mut args, 1, &not_a_name)?;
        let Some(mapped) = args.pop() else { return Ok(target) };
        let copy = self.copy(&target);
        let has = self.method(o, target, "hasValue");
        let value = self.method(o, copy, "value");
        let mut yes = self.bound(o, &name, value, mapped);
        if wrap {
            yes = self.call(o, "optional.of", vec![yes]);
        }
        let no = self.call(o, "optional.none", Vec::new());
        Ok(self.call(o, "_?_:_", vec![has, yes, no]))
    }

    fn sort_by(&mut self, o: usize, target: Expr, args: Vec<Expr>) -> Result_<Expr> {
        if matches!(target.kind, ExprKind::Literal(_) | ExprKind::Map(_) | ExprKind::Struct { .. })
        {
            let message = "sortBy can only be applied to a list, identifier, comprehension, call \
                           or select expression";
            return Err(self.fault(&target, message));
        }
        let input = self.ident(o, SORT_INPUT);
        let keys = self.transform_list(o, input, "map", args, 1)?;
        let input = self.ident(o, SORT_INPUT);
        let kind = ExprKind::Call {
            target: Some(Box::new(input)),
            function: "@sortByAssociatedKeys".to_owned(),
            args: vec![keys],
        };
        let sorted = self.node(o, kind);
        Ok(self.bound(o, SORT_INPUT, target, sorted))
    }

    fn method(&mut self, o: usize, target: Expr, function: &str) -> Expr {
        let kind = ExprKind::Call {
            target: Some(Box::new(target)),
            function: function.to_owned(),
            args: Vec::new(),
        };
        self.node(o, kind)
    }

    /// A copy with node numbers of its own.
    fn copy(&mut self, expr: &Expr) -> Expr {
        let offset = self.offset_of(expr);
        let mut kind = expr.kind.clone();
        match &mut kind {
            ExprKind::Literal(_) | ExprKind::Ident(_) => {}
            ExprKind::Select { operand, .. } => **operand = self.copy(operand),
            ExprKind::Call { target, args, .. } => {
                if let Some(target) = target {
                    **target = self.copy(target);
                }
                args.iter_mut().for_each(|a| *a = self.copy(a));
            }
            ExprKind::List { elements, .. } => {
                elements.iter_mut().for_each(|e| *e = self.copy(e));
            }
            ExprKind::Map(entries) => {
                for entry in entries {
                    entry.key = self.copy(&entry.key);
                    entry.value = self.copy(&entry.value);
                }
            }
            ExprKind::Struct { fields, .. } => {
                fields.iter_mut().for_each(|f| f.value = self.copy(&f.value));
            }
            ExprKind::Comprehension(c) => {
                c.range = self.copy(&c.range);
                c.init = self.copy(&c.init);
                c.condition = self.copy(&c.condition);
                c.step = self.copy(&c.step);
                c.result = self.copy(&c.result);
            }
        }
        self.node(offset, kind)
    }
}
