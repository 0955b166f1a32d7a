import Encoding

extension LintRule {
    static let lists = [unknownClass, unusedClass, delistedAsset]

    static let unknownClass = LintRule("unknown-class", "every asset's class is defined") { rule, subject in
        subject.assets.compactMap { asset in
            guard let name = asset.className, subject.normal.classes[name] == nil else { return nil }
            return rule.error("\(asset.path).class", "no class is named \(excerpt(name))", remedy: "define it under classes, or name another")
        }
    }

    static let unusedClass = LintRule("unused-class", "every class has an asset") { rule, subject in
        let used = Set(subject.assets.compactMap(\.className))
        return subject.normal.classes.keys.filter { !used.contains($0) }.map { name in
            rule.warning("classes.\(excerpt(name))", "no asset is of this class", remedy: "take it out, or look for the asset that is missing")
        }
    }

    /// An obligation in an asset that is not listed cannot be valued, and stops the whole account.
    static let delistedAsset = LintRule("delisted-asset", "no asset of the set in force is dropped") { rule, subject in
        guard let old = subject.context.inForce?["assets"]?.objectValue else { return [] }
        return old.keys.filter { subject.normal.assets[$0] == nil }.map { name in
            rule.warning(
                "assets.\(excerpt(name, limit: 160))", "it is listed now and would not be: who owes it has no margin ratio then",
                remedy: "keep it with a haircut of 1 until nobody owes it")
        }
    }
}
