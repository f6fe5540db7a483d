using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Runtime;
using Microsoft.AspNetCore.Routing.Template;

namespace Hub.Server.Workflows.Http;

/// <summary>Finds which published workflow claims a path and method; its routes may hold parameters such as <c>/demandes/{id}</c>.</summary>
internal sealed class WorkflowRoutes
{
    private readonly Publications.Derived<ILookup<string, Route>> routes;

    public WorkflowRoutes(IDefinitionStore definitions, Publications publications) => routes = publications.Derive(() => definitions
        .TriggersNamed(Stimulus.HttpEndpoint)
        .Select(Route.Of)
        .ToLookup(route => route.Method, StringComparer.OrdinalIgnoreCase));

    /// <summary>The triggers that match, the tenant's own before shared ones; more than one is the designers' mistake.</summary>
    public IReadOnlyList<RouteMatch> Match(TenantId? tenant, string method, PathString path)
    {
        var matches = new List<RouteMatch>();
        foreach (var route in routes.Value[method])
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

    private sealed record Route(string Method, TemplateMatcher Matcher, StoredTrigger Trigger, JsonElement Settings)
    {
        public static Route Of(StoredTrigger trigger)
        {
            var settings = JsonElement.Parse(trigger.Payload.Span);
            var template = TemplateParser.Parse((settings.Member("path").AsText() ?? "").TrimStart('/'));
            return new(settings.Member("method").AsText() ?? "", new TemplateMatcher(template, []), trigger, settings);
        }
    }
}

/// <summary>A trigger whose route matches.</summary>
internal sealed record RouteMatch(StoredTrigger Trigger, JsonElement Settings, RouteValueDictionary Values);
