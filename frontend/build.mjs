// Builds everything the pages load into dist/. File names are stable: Django's manifest storage adds the hashes.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const modules = join(here, "node_modules");
const templates = join(here, "..", "src", "motcua");

// Each entry is built alone, as one classic script or one stylesheet, so that no page waits for a chain of imports.
const scripts = ["app", "charts", "bpmn", "survey", "survey-worker"];
const styles = ["portal", "office", "bpmn-style"];

const shared = {
  root: here,
  configFile: false,
  logLevel: "warn",
  publicDir: false,
  base: "./",
};

function output(extra) {
  return {
    assetFileNames: (asset) => (asset.names?.[0]?.endsWith(".css") ? "ui/[name][extname]" : "ui/files/[name][extname]"),
    ...extra,
  };
}

async function buildScript(name) {
  await build({
    ...shared,
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: "es2020",
      chunkSizeWarningLimit: 1500,
      rollupOptions: {
        input: join(here, "src", `${name}.js`),
        output: output({ format: "iife", entryFileNames: `ui/${name}.js` }),
      },
    },
  });
}

async function buildStyles() {
  await build({
    ...shared,
    css: { preprocessorOptions: { scss: { quietDeps: true, loadPaths: [modules] } } },
    build: {
      outDir: dist,
      emptyOutDir: false,
      assetsInlineLimit: 0,
      cssTarget: ["chrome105", "firefox105", "safari15.4"],
      rollupOptions: {
        input: Object.fromEntries(styles.map((name) => [name, join(here, "src", `${name}.scss`)])),
        output: output({ entryFileNames: "unused/[name].js" }),
      },
    },
  });
  rmSync(join(dist, "unused"), { recursive: true, force: true });
}

function copyFonts() {
  const target = join(dist, "fonts");
  mkdirSync(target, { recursive: true });
  const wanted = [
    ["tinos", ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"]],
    ["be-vietnam-pro", ["400Regular", "500Medium", "600SemiBold"]],
  ];
  for (const [family, cuts] of wanted) {
    const folder = join(modules, "@expo-google-fonts", family);
    for (const cut of cuts) {
      for (const file of readdirSync(join(folder, cut)).filter((name) => name.endsWith(".ttf"))) {
        cpSync(join(folder, cut, file), join(target, file));
      }
    }
    cpSync(join(folder, "LICENSE_FONT"), join(target, `${family}-LICENSE.txt`));
  }
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "tests") yield* sources(path);
    else if (/\.(html|py)$/.test(entry.name)) yield path;
  }
}

// An icon is named as {% icon "search" %}, icon="search" or "icon": "search" in templates and Python.
function usedIcons() {
  const listed = readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/);
  const found = new Set(listed.filter(Boolean));
  for (const path of sources(templates)) {
    for (const match of readFileSync(path, "utf8").matchAll(/icon["']?\s*[:= ]\s*["']([a-z0-9-]+)["']/g)) found.add(match[1]);
  }
  return [...found].sort();
}

function buildSprite() {
  const symbols = [];
  for (const name of usedIcons()) {
    let source;
    try {
      source = readFileSync(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
    } catch {
      console.warn(`icon "${name}" is not part of Tabler icons`);
      continue;
    }
    const body = source.replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace(/<\/svg>\s*$/, "").replace(/<path stroke="none"[^>]*\/>/, "").trim();
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`);
  }
  writeFileSync(join(dist, "ui", "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`);
}

rmSync(join(dist, "ui"), { recursive: true, force: true });
mkdirSync(join(dist, "ui"), { recursive: true });
cpSync(join(here, "src", "mark.svg"), join(dist, "ui", "mark.svg"));
copyFonts();
buildSprite();
await buildStyles();
for (const name of scripts) await buildScript(name);
