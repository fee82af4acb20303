import type { Rule } from "./rule.ts";
import { completeLockfileRule } from "./rules/complete-lockfile.ts";
import { featureRankRule } from "./rules/feature-ranks.ts";
import { injectedWorldRule } from "./rules/injected-world.ts";
import { libraryPlaceRule } from "./rules/library-places.ts";
import { lonePageFeatureRule } from "./rules/lone-page-features.ts";
import { loneServiceRule } from "./rules/lone-services.ts";
import { oneQueryTextRule } from "./rules/one-query-text.ts";
import { packageArrowRule } from "./rules/package-arrows.ts";
import { plainNameRule } from "./rules/plain-names.ts";
import { readingQueryRule } from "./rules/reading-queries.ts";
import { repositoryWordRule } from "./rules/repository-words.ts";
import { serverLayerRule } from "./rules/server-layers.ts";
import { testImportRule } from "./rules/test-imports.ts";
import type { TextFile } from "./source-file.ts";

/** Rules on the text of every file. */
export const textRules: readonly Rule<TextFile>[] = [repositoryWordRule, completeLockfileRule];

/** Rules on parsed TypeScript. */
export const sourceRules: readonly Rule[] = [
  packageArrowRule,
  serverLayerRule,
  featureRankRule,
  loneServiceRule,
  lonePageFeatureRule,
  libraryPlaceRule,
  testImportRule,
  readingQueryRule,
  oneQueryTextRule,
  injectedWorldRule,
  plainNameRule,
];
