using Hub.Server.Web;
using Text = Hub.Workflows.LocalizedText;

namespace Hub.Server.ElsaApi.Descriptors;

/// <summary>
/// What of Elsa is here: the designer shows tabs and buttons by these names. A feature is listed only once the hub has it whole.
/// To add one: a line in <see cref="Features"/>.
/// </summary>
internal static class InstalledFeatures
{
    /// <summary>The version of Elsa whose interface this is.</summary>
    private const string PackageVersion = "3.8.2";

    private static readonly Feature[] Features =
    [
        new("Elsa", "Workflows", ("Workflows", "Workflows"), ("Runs workflows.", "Exécute les workflows.")),
        new("Elsa", "WorkflowManagement", ("Workflow management", "Gestion des workflows"), ("Keeps workflow definitions and their versions.", "Conserve les définitions de workflows et leurs versions.")),
        new("Elsa", "WorkflowRuntime", ("Workflow runtime", "Moteur de workflows"), ("Keeps running workflows durable.", "Rend durables les workflows en cours.")),
        new("Elsa", "Http", ("HTTP", "HTTP"), ("Calls over HTTP, both ways.", "Appels HTTP, dans les deux sens.")),
        new("Elsa", "Scheduling", ("Scheduling", "Planification"), ("Timers and schedules.", "Minuteries et horaires.")),
        new("Elsa", "JavaScript", ("JavaScript", "JavaScript"), ("Expressions in JavaScript.", "Expressions en JavaScript.")),
        new("Elsa", "Liquid", ("Liquid", "Liquid"), ("Expressions in Liquid.", "Expressions en Liquid.")),
        new("Elsa", "Resilience", ("Resilience", "Résilience"), ("Makes calls that failed for a moment again.", "Refait les appels qui ont échoué passagèrement.")),
        new("Elsa", "RealTimeWorkflowUpdates", ("Live updates", "Suivi en direct"), ("Tells whoever looks at an instance what it does, as it does it.", "Montre ce que fait une instance au moment où elle le fait.")),
        new("Elsa.Alterations.ShellFeatures", "Alterations", ("Alterations", "Modifications"), ("Changes instances by hand, such as trying a failed step again.", "Modifie des instances à la main, par exemple en réessayant une étape en échec.")),
    ];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/features/installed", (HttpContext context) => Results.Json(new { items = Features.Select(feature => Model(feature, context)), count = Features.Length }))
            .WithName("listInstalledFeatures")
            .RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/features/installed/{fullName}", (string fullName, HttpContext context) =>
                Features.FirstOrDefault(feature => feature.FullName == fullName) is { } feature ? Results.Json(Model(feature, context)) : Results.NotFound())
            .WithName("getInstalledFeature")
            .RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/package/version", () => Results.Json(new { packageVersion = PackageVersion }))
            .WithName("getElsaVersion")
            .AllowAnonymousAccess("The designer asks for it before anybody has signed in; it is the same for everybody.");
    }

    private static object Model(Feature feature, HttpContext context)
    {
        var language = RequestLanguage.Of(context.Request).Name;
        return new
        {
            name = feature.Name,
            @namespace = feature.Namespace,
            fullName = feature.FullName,
            displayName = feature.Title.In(language),
            description = feature.Description.In(language),
        };
    }

    private sealed record Feature(string Namespace, string Name, Text Title, Text Description)
    {
        public string FullName => $"{Namespace}.{Name}";
    }
}
