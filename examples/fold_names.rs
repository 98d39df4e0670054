//! Folds the names of the tables in `data/entities`, for `folded.txt` there:
//!
//!     cargo run --example fold_names > data/entities/folded.txt
//!     cargo run --example fold_names keys > data/entities/keys.txt

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("keys") => print!("{}", morgue::entities::names::shipped_keys()),
        _ => print!("{}", morgue::entities::gazetteer::folded_tables()),
    }
}
