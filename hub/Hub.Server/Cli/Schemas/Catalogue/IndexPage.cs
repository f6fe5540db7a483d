using System.Globalization;
using System.Text;
using static Hub.Server.Cli.Schemas.Catalogue.CataloguePage;

namespace Hub.Server.Cli.Schemas.Catalogue;

/// <summary>The list of all schemas by domain, with a search over names, titles and members.</summary>
internal static class IndexPage
{
    public static string Write(IReadOnlyList<CatalogueSchema> schemas, CatalogueWords words)
    {
        var main = new StringBuilder();
        main.Add($"""
            <h1>{words.Say("Catalogue des schémas partagés", "Catalogue of the shared schemas")}</h1>
            <p>{words.Say("Ce que les services en ligne, le hub et les applications échangent : chaque schéma avec ses membres, ses règles et des exemples.", "What online services, the hub and the applications exchange: each schema with its members, its rules and examples.")}</p>
            <div id="search" class="search" role="search" hidden>
            <label for="words">{words.Say("Chercher un schéma ou un membre", "Search a schema or a member")}</label>
            <input id="words" type="search" autocomplete="off" spellcheck="false">
            <p id="count" role="status" data-one="{words.Say("1 schéma", "1 schema")}" data-many="{words.Say("# schémas", "# schemas")}" data-none="{words.Say("Aucun schéma ne contient ces mots.", "No schema holds these words.")}"></p>
            </div>

            """);
        main.Append("<div class=\"domains\">\n");
        foreach (var domain in schemas.GroupBy(schema => schema.Id.Split('.')[0]).OrderBy(domain => words.Domain(domain.Key), StringComparer.Create(CultureInfo.GetCultureInfo(words.Language), CompareOptions.IgnoreCase)))
        {
            main.Add($"<section class=\"domain\" aria-labelledby=\"d-{domain.Key}\">\n<h2 id=\"d-{domain.Key}\">{Text(words.Domain(domain.Key))}</h2>\n<ul>\n");
            foreach (var schema in domain)
            {
                var searched = string.Join(' ', CatalogueMember.Of(schema.Root).Select(member => $"{member.Path} {words.Of(member.Schema, "title")}").Prepend(schema.Urn).Distinct());
                main.Add($"""
                    <li class="entry" data-words="{Text(searched)}"><h3><a href="{schema.Page(words.IsFrench)}">{Text(words.Of(schema.Root, "title"))}</a></h3>
                    <p><code>{Text(schema.Id)}</code> {Text(schema.Version)}</p>
                    <p>{Text(words.Of(schema.Root, "description"))}</p></li>

                    """);
            }

            main.Append("</ul>\n</section>\n");
        }

        main.Append("</div>\n");
        return Frame(words, words.Say("Sommaire", "Contents"), words.OtherIndex, main.ToString().TrimEnd(), isSearched: true);
    }
}
