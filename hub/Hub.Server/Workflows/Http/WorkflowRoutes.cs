using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Runtime;
using Microsoft.AspNetCore.Routing.Template;

namespace Hub.Server.Workflows.Http;

/// <summary>
/// Finds which published workflow claims a path and method; its routes may hold parameters such as <c>/demandes/{id}</c>. A path without
/// any is looked up: among a thousand published workflows a call costs what it costs among ten.
/// </summary>
internal sealed class WorkflowRoutes
{
    private readonly Publications.Derived<Dictionary<string, RoutesOfMethod>> routes;

    public WorkflowRoutes(IDefinitionStore definitions, Publications publications) => routes = publications.Derive(() => definitions
        .TriggersNamed(Stimulus.HttpEndpoint)
        .Select(Route.Of)
        .GroupBy(route => route.Method, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(method => method.Key, method => new RoutesOfMethod(method), StringComparer.OrdinalIgnoreCase));

    /// <summary>The triggers that match, the tenant's own before shared ones; more than one is the designers' mistake.</summary>
    public IReadOnlyList<RouteMatch> Match(TenantId? tenant, string method, PathString path)
    {
        var matches = new List<RouteMatch>();
        if (!routes.Value.TryGetValue(method, out var ofMethod))
        {
            return matches;
        }

        foreach (var route in ofMethod.At(path))
        {
            if (tenant is { } only && route.Trigger.Tenant != only && route.Trigger.Tenant != TenantIds.Shared)
            {
                continue;
            }

            var values = new RouteValueDictionary();
            if (route.Matcher.TryMatch(path.HasValue ? path : "/", values))
            {
                matches.Add(new RouteMatch(route.Trigger, route.Settings, values));
            }
        }

        return matches;
    }

    /// <summary>Paths as they are written, and those with parameters, which are tried one by one.</summary>
    private sealed class RoutesOfMethod(IEnumerable<Route> routes)
    {
        private readonly ILookup<string, Route> plain = routes.Where(route => route.PlainPath is not null).ToLookup(route => route.PlainPath!, StringComparer.OrdinalIgnoreCase); // filtered
        private readonly Route[] withParameters = [.. routes.Where(route => route.PlainPath is null)];

        public IEnumerable<Route> At(PathString path) => plain[(path.Value ?? "").Trim('/')].Concat(withParameters);
    }

    /// <param name="PlainPath">Its path without slashes around it; null when it holds a parameter.</param>
    private sealed record Route(string Method, string? PlainPath, TemplateMatcher Matcher, StoredTrigger Trigger, JsonElement Settings)
    {
        public static Route Of(StoredTrigger trigger)
        {
            var settings = JsonElement.Parse(trigger.Payload.Span);
            var template = TemplateParser.Parse((settings.Member("path").AsText() ?? "").TrimStart('/'));
            var isPlain = template.Segments.All(segment => segment.IsSimple && segment.Parts[0].IsLiteral);
            var path = isPlain ? string.Join('/', template.Segments.Select(segment => segment.Parts[0].Text)) : null;
            return new(settings.Member("method").AsText() ?? "", path, new TemplateMatcher(template, []), trigger, settings);
        }
    }
}

/// <summary>A trigger whose route matches.</summary>
internal sealed record RouteMatch(StoredTrigger Trigger, JsonElement Settings, RouteValueDictionary Values);
