using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Runtime;
using Microsoft.AspNetCore.Routing.Template;

namespace Hub.Server.Workflows.Http;

/// <summary>Finds which published workflow claims a path and method; its routes may hold parameters such as <c>/demandes/{id}</c>.</summary>
internal sealed class WorkflowRoutes(IDefinitionStore definitions)
{
    /// <summary>The triggers that match, the tenant's own before shared ones; more than one is the designers' mistake.</summary>
    public IReadOnlyList<RouteMatch> Match(TenantId? tenant, string method, PathString path)
    {
        var matches = new List<RouteMatch>();
        foreach (var trigger in definitions.TriggersNamed(Stimulus.HttpEndpoint))
        {
            if (tenant is { } only && trigger.Tenant != only && trigger.Tenant != TenantIds.Shared)
            {
                continue;
            }

            var payload = JsonElement.Parse(trigger.Payload.Span);
            if (!string.Equals(payload.Member("method").AsText(), method, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var values = new RouteValueDictionary();
            var template = TemplateParser.Parse((payload.Member("path").AsText() ?? "").TrimStart('/'));
            if (new TemplateMatcher(template, []).TryMatch(path.HasValue ? path : "/", values))
            {
                matches.Add(new RouteMatch(trigger, payload, values));
            }
        }

        return matches;
    }
}

/// <summary>A trigger whose route matches.</summary>
internal sealed record RouteMatch(StoredTrigger Trigger, JsonElement Settings, RouteValueDictionary Values);
