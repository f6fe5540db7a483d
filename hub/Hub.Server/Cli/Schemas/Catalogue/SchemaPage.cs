using System.Text;
using System.Text.Json;
using static Hub.Server.Cli.Schemas.Catalogue.CataloguePage;

namespace Hub.Server.Cli.Schemas.Catalogue;

/// <summary>One schema: what it is, its members as a table, its rules, what it refers to and what refers to it, its examples.</summary>
internal static class SchemaPage
{
    public static string Write(CatalogueSchema schema, IReadOnlyList<CatalogueSchema> all, CatalogueWords words)
    {
        var title = words.Of(schema.Root, "title");
        var main = new StringBuilder();
        main.Add($"""
            <h1>{Text(title)}</h1>
            <p class="lead">{Text(words.Of(schema.Root, "description"))}</p>
            <dl class="facts">
            <dt>{words.Say("Identifiant", "Identifier")}</dt><dd><code>{Text(schema.Id)}</code></dd>
            <dt>{words.Say("Version", "Version")}</dt><dd>{Text(schema.Version)}</dd>
            <dt><abbr title="Uniform Resource Name">URN</abbr></dt><dd><code>{Text(schema.Urn)}</code></dd>

            """);
        Links(main, words.Say("Emploie", "Uses"), schema.Uses.Select(urn => all.FirstOrDefault(other => other.Urn == urn)).OfType<CatalogueSchema>(), words);
        Links(main, words.Say("Employé par", "Used by"), all.Where(other => other.Uses.Contains(schema.Urn)), words);
        main.Append("</dl>\n");
        Members(main, schema, all, words);
        Rules(main, schema, words);
        Examples(main, schema, words, isValid: true);
        Examples(main, schema, words, isValid: false);
        return Frame(words, title, schema.Page(!words.IsFrench), main.ToString().TrimEnd(), isSearched: false);
    }

    private static void Links(StringBuilder main, string label, IEnumerable<CatalogueSchema> schemas, CatalogueWords words)
    {
        var links = schemas.Select(other => $"<a href=\"{other.Page(words.IsFrench)}\">{Text(words.Of(other.Root, "title"))}</a>").ToArray();
        if (links.Length > 0)
        {
            main.Add($"<dt>{label}</dt><dd>{string.Join(", ", links)}</dd>\n");
        }
    }

    private static void Members(StringBuilder main, CatalogueSchema schema, IReadOnlyList<CatalogueSchema> all, CatalogueWords words)
    {
        main.Add($"""
            <h2 id="members">{words.Say("Membres", "Members")}</h2>
            <div class="wide" role="region" aria-labelledby="members" tabindex="0">
            <table>
            <caption>{words.Say("Chaque membre, avec ce qu'il contient ; les membres d'un objet suivent celui-ci.", "Each member, with what it holds; the members of an object follow it.")}</caption>
            <thead><tr><th scope="col">{words.Say("Membre", "Member")}</th><th scope="col">{words.Say("Type", "Type")}</th><th scope="col">{words.Say("Présence", "Presence")}</th><th scope="col">{words.Say("Description", "Description")}</th><th scope="col">{words.Say("Donnée personnelle", "Personal data")}</th></tr></thead>
            <tbody>

            """);
        foreach (var member in CatalogueMember.Of(schema.Root))
        {
            var category = member.Schema.TryGetProperty("x-personal-data", out var personal) || (Target(member, all)?.Root.TryGetProperty("x-personal-data", out personal) ?? false)
                ? words.Category(personal.GetString() ?? "")
                : words.Say("non", "no");
            main.Add($"<tr><th scope=\"row\" class=\"depth{Math.Min(member.Depth, 6)}\"><code>{Breakable(member.Path)}</code></th><td>{Type(member, all, words)}</td>")
                .Add($"<td>{(member.IsRequired ? $"<strong>{words.Say("obligatoire", "required")}</strong>" : words.Say("facultatif", "optional"))}</td>")
                .Add($"<td>{Description(member, all, words)}</td><td>{Text(category)}</td></tr>\n");
        }

        main.Append("</tbody>\n</table>\n</div>\n");
    }

    private static string Type(CatalogueMember member, IReadOnlyList<CatalogueSchema> all, CatalogueWords words)
    {
        var type = Text(words.TypeOf(member.Schema));
        if (Target(member, all) is { } target)
        {
            var link = $"<a href=\"{target.Page(words.IsFrench)}\">{Text(words.Of(target.Root, "title"))}</a>";
            type = member.Schema.TryGetProperty("items", out _) ? $"{words.Say("liste : ", "list: ")}{link}" : link;
        }

        var limits = string.Join(" ; ", words.LimitsOf(member.Schema).Select(Text));
        return limits.Length > 0 ? $"{type}<br><small>{limits}</small>" : type;
    }

    private static string Description(CatalogueMember member, IReadOnlyList<CatalogueSchema> all, CatalogueWords words)
    {
        // A bare reference is named by what it refers to.
        var named = words.Of(member.Schema, "title").Length == 0 && Target(member, all) is { } target ? target.Root : member.Schema;
        var text = new StringBuilder($"<b>{Text(words.Of(named, "title"))}</b>");
        if (words.Of(named, "description") is { Length: > 0 } description)
        {
            text.Add($"<br>{Text(description)}");
        }

        var inner = member.Schema;
        while (inner.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object)
        {
            inner = items;
        }

        if (inner.TryGetProperty("enum", out var codes))
        {
            text.Add($"<br>{words.Say("Codes : ", "Codes: ")}{string.Join(", ", codes.EnumerateArray().Select(code => $"<code>{Text(code.ValueKind == JsonValueKind.String ? code.GetString() ?? "" : code.GetRawText())}</code>"))}");
        }

        if (inner.TryGetProperty("pattern", out var pattern))
        {
            text.Add($"<br><small>{words.Say("Motif : ", "Pattern: ")}<code>{Text(pattern.GetString() ?? "")}</code></small>");
        }

        return text.ToString();
    }

    /// <summary>The schema that a member or the items of its list refer to, where the folder has it.</summary>
    private static CatalogueSchema? Target(CatalogueMember member, IReadOnlyList<CatalogueSchema> all) =>
        member.Reference is { } reference ? all.FirstOrDefault(other => other.Urn == reference.Split('#')[0]) : null;

    private static void Rules(StringBuilder main, CatalogueSchema schema, CatalogueWords words)
    {
        var rules = CatalogueRules.Of(schema.Root, words).ToList();
        if (rules.Count == 0)
        {
            return;
        }

        main.Add($"<h2>{words.Say("Règles entre membres", "Rules between members")}</h2>\n<ul>\n");
        foreach (var (text, _) in rules.Where(rule => !rule.IsJson))
        {
            main.Add($"<li>{WithCode(text)}</li>\n");
        }

        foreach (var (json, _) in rules.Where(rule => rule.IsJson))
        {
            main.Add($"<li><details><summary>{words.Say("Règle écrite en JSON Schema", "Rule written in JSON Schema")}</summary><pre tabindex=\"0\"><code>{Text(json)}</code></pre></details></li>\n");
        }

        main.Append("</ul>\n");
    }

    private static void Examples(StringBuilder main, CatalogueSchema schema, CatalogueWords words, bool isValid)
    {
        var examples = schema.Examples.Where(example => example.IsValid == isValid).ToList();
        if (examples.Count == 0)
        {
            return;
        }

        main.Add($"<h2>{(isValid ? words.Say("Exemples acceptés", "Examples accepted") : words.Say("Exemples refusés", "Examples refused"))}</h2>\n");
        foreach (var example in examples)
        {
            main.Add($"<details><summary lang=\"fr\">{Text(example.Name)}</summary>\n");
            if (example.Mistakes.Count > 0)
            {
                var mistakes = example.Mistakes.Select(mistake => $"<li><code>{(mistake.Place.Length == 0 ? words.Say("la racine", "the root") : Text(mistake.Place))}</code> : <code>{Text(mistake.Keyword)}</code></li>");
                main.Add($"<p>{words.Say("Refusé pour :", "Refused for:")}</p>\n<ul>{string.Concat(mistakes)}</ul>\n");
            }

            main.Add($"<pre tabindex=\"0\"><code>{Text(example.Json)}</code></pre>\n</details>\n");
        }
    }

    // A long path may be cut after a point, and nowhere else.
    private static string Breakable(string path) => Text(path).Replace(".", ".<wbr>", StringComparison.Ordinal);
}
