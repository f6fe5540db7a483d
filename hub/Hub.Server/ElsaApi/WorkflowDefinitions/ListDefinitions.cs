using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>The list of definitions with Elsa's filters, how many there are, and whether a name is still free.</summary>
internal static class ListDefinitions
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions", List).WithName("listWorkflowDefinitions").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-definitions/query/count", Count).WithName("countWorkflowDefinitions").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-definitions/validation/is-name-unique", IsNameUnique).WithName("isWorkflowDefinitionNameUnique").RequirePermission(Permissions.WorkflowsRead);
    }

    private static IResult List(HttpContext context, IDefinitionStore definitions)
    {
        var filter = Filter.Read(context);
        var found = filter.Sort(definitions.List(context.Caller().Tenant, context.Versions(VersionOptions.All)).Where(filter.Holds)).ToArray();
        var shown = context.Number("pageSize") is { } size and > 0 ? found.Skip((int)Math.Min((long)(context.Number("page") ?? 0) * size, int.MaxValue)).Take(size) : found;
        return ElsaJson.Answer(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var definition in shown)
            {
                DefinitionModel.WriteSummary(writer, definition, context.Caller());
            }

            writer.WriteEndArray();
            writer.WriteNumber("totalCount", found.Length);
            DefinitionLinks.OfList(writer, context.Caller());
            writer.WriteEndObject();
        });
    }

    private static IResult Count(HttpContext context, IDefinitionStore definitions) =>
        Results.Json(new { count = definitions.List(context.Caller().Tenant, VersionOptions.Latest).Count });

    private static IResult IsNameUnique(HttpContext context, IDefinitionStore definitions)
    {
        var (name, self) = (context.Text("name")?.Trim(), context.Text("definitionId"));
        return Results.Json(new { isUnique = !definitions.List(context.Caller().Tenant, VersionOptions.Latest).Any(other => other.Name == name && other.DefinitionId != self) });
    }

    /// <summary>What the caller asks for; absent means everything.</summary>
    private sealed record Filter(
        IReadOnlyList<string> DefinitionIds,
        IReadOnlyList<string> VersionIds,
        string? Materializer,
        string? Term,
        bool? IsSystem,
        string OrderBy,
        bool IsDescending)
    {
        public static Filter Read(HttpContext context) => new(
            context.Texts("definitionIds"),
            context.Texts("ids"),
            context.Text("materializer") ?? context.Text("materializerName"),
            context.Text("searchTerm")?.Trim(),
            context.Flag("isSystem"),
            Order(context.Text("orderBy")),
            string.Equals(context.Text("orderDirection"), "Descending", StringComparison.OrdinalIgnoreCase));

        public bool Holds(StoredDefinition definition)
        {
            if ((DefinitionIds.Count > 0 && !DefinitionIds.Contains(definition.DefinitionId))
                || (VersionIds.Count > 0 && !VersionIds.Contains(definition.VersionId))
                || Materializer is not (null or "Json"))
            {
                return false;
            }

            if (IsSystem is null && Term is null)
            {
                return true;
            }

            var heading = DefinitionHeading.Read(definition.Json.Span);
            return (IsSystem is null || heading.IsSystem == IsSystem)
                && (Term is null || Has(definition.Name) || Has(heading.Description) || Has(definition.DefinitionId) || Has(definition.VersionId));
        }

        // By name and id behind the order asked for, so that a page is the same each time.
        public IEnumerable<StoredDefinition> Sort(IEnumerable<StoredDefinition> found)
        {
            var ordered = OrderBy switch
            {
                "Created" => IsDescending ? found.OrderByDescending(definition => definition.CreatedAt) : found.OrderBy(definition => definition.CreatedAt),
                "Version" => IsDescending ? found.OrderByDescending(definition => definition.Version) : found.OrderBy(definition => definition.Version),
                _ when IsDescending => found.OrderByDescending(definition => definition.Name, StringComparer.OrdinalIgnoreCase),
                _ => found.OrderBy(definition => definition.Name, StringComparer.OrdinalIgnoreCase),
            };
            return ordered.ThenBy(definition => definition.Name, StringComparer.OrdinalIgnoreCase).ThenBy(definition => definition.DefinitionId, StringComparer.Ordinal).ThenByDescending(definition => definition.Version);
        }

        private bool Has(string? text) => text?.Contains(Term!, StringComparison.OrdinalIgnoreCase) == true; // asked only where there is a term

        private static string Order(string? text) => text switch
        {
            null => "Name",
            _ when string.Equals(text, "Name", StringComparison.OrdinalIgnoreCase) => "Name",
            _ when string.Equals(text, "Created", StringComparison.OrdinalIgnoreCase) || string.Equals(text, "CreatedAt", StringComparison.OrdinalIgnoreCase) => "Created",
            _ when string.Equals(text, "Version", StringComparison.OrdinalIgnoreCase) => "Version",
            _ => throw new DefinitionException("orderBy", "The query parameter orderBy must be Created, Name or Version.", "Le paramètre orderBy doit être Created, Name ou Version."),
        };
    }
}
