//! Specs of the grammar of nasty tables that have no error, in one crate: what the property tests cannot ask of thousands.

use errtable::{Source, compile};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

use crate::fixture::Case;
use crate::grammar::spec;

/// The first specs of a seed that compile. `PROPTEST_RNG_SEED=...` gives others.
pub(crate) fn cases(number: usize) -> Vec<Case> {
    let default = ProptestConfig::default();
    let seed = if default.rng_seed == RngSeed::Random { RngSeed::Fixed(1_008_003) } else { default.rng_seed };
    let mut runner = TestRunner::new(ProptestConfig { rng_seed: seed, ..default });
    let texts = std::iter::repeat_with(|| {
        let tree = spec().new_tree(&mut runner).expect("the grammar makes a spec");
        tree.current().text()
    });
    let compiles = |text: &String| {
        let compiled = compile(Source::new("x.md", text.as_str()));
        !compiled.findings.has_errors() && !compiled.catalog.enums().is_empty()
    };
    let survivors = texts.filter(compiles).take(number).enumerate();
    survivors.map(|(number, text)| Case { name: format!("survivor-{number}"), text, ..Case::default() }).collect()
}
