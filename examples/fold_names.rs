//! Folds the names of the tables in `data/entities`, for `folded.txt` there:
//!
//!     cargo run --example fold_names > data/entities/folded.txt

fn main() {
    print!("{}", morgue::entities::gazetteer::folded_tables());
}
