//! Writes every page and mail in every state to `target/gallery`, to be looked at in a browser.
//!
//! `cargo run --example gallery`, then open `target/gallery/index.html`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use vestibule::i18n::Catalog;
use vestibule::render::assets;

fn main() -> anyhow::Result<()> {
    let translator = Catalog::embedded()?.translator("en", &[]);
    let folder = Path::new("target/gallery");
    fs::create_dir_all(folder.join("static"))?;
    for name in ["vestibule.css", "icon.svg"] {
        let href = assets::href(name);
        let hashed = href.trim_start_matches("/static/");
        let asset = assets::find(hashed).ok_or_else(|| anyhow::anyhow!("{name} is not embedded"))?;
        fs::write(folder.join("static").join(hashed), asset.bytes)?;
    }
    let mut index = String::from("<!doctype html><meta charset=\"utf-8\"><title>Gallery</title><ul>");
    let samples = vestibule::web::hosted::samples().into_iter().chain(vestibule::messaging::mail::samples());
    for sample in samples {
        let name = format!("{}--{}", sample.template.replace('/', "-").replace(".html", ""), sample.state);
        let extension = sample.template.rsplit('.').next().unwrap_or("html");
        let file = format!("{name}.{extension}");
        fs::write(folder.join(&file), sample.render(&translator)?.replace("\"/static/", "\"static/"))?;
        writeln!(index, "<li><a href=\"{file}\">{name}</a></li>")?;
    }
    fs::write(folder.join("index.html"), index)?;
    Ok(())
}
