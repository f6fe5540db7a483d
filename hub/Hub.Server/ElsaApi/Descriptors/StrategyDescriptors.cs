using Hub.Server.Web;
using Text = Hub.Workflows.LocalizedText;

namespace Hub.Server.ElsaApi.Descriptors;

/// <summary>What a definition's settings choose from: when it may start, what a fault does, when it commits, what the journal keeps.</summary>
internal static class StrategyDescriptors
{
    private const string Activation = "Elsa.Workflows.Runtime.ActivationValidators.";

    private static readonly Strategy[] Incidents =
    [
        new("Elsa.Workflows.IncidentStrategies.FaultStrategy", ("Fault", "Échec"), ("A fault ends the workflow.", "Une erreur met fin au workflow.")),
        new(
            "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy",
            ("Continue with incidents", "Continuer avec incidents"),
            ("A fault becomes an incident; the other branches go on.", "Une erreur devient un incident ; les autres branches continuent.")),
    ];

    private static readonly Strategy[] Activations =
    [
        new("Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core", ("Always", "Toujours"), ("Starts whenever it is asked to.", "Démarre à chaque demande.")),
        new(
            Activation + "CorrelatedSingletonStrategy, Elsa.Workflows.Runtime",
            ("Correlated singleton", "Unique par corrélation"),
            ("Starts only while no instance of this workflow runs with the same correlation id.", "Ne démarre que si aucune instance de ce workflow n'est en cours avec le même identifiant de corrélation.")),
        new(
            Activation + "CorrelationStrategy, Elsa.Workflows.Runtime",
            ("Correlation", "Corrélation"),
            ("Starts only while no instance of any workflow runs with the same correlation id.", "Ne démarre que si aucune instance, de quelque workflow que ce soit, n'est en cours avec le même identifiant de corrélation.")),
        new(
            Activation + "SingletonStrategy, Elsa.Workflows.Runtime",
            ("Singleton", "Unique"),
            ("Starts only while no instance of this workflow runs.", "Ne démarre que si aucune instance de ce workflow n'est en cours.")),
    ];

    private static readonly Strategy[] WorkflowCommits =
    [
        new("WorkflowExecuting", ("Commit Before Workflow Execution", "Enregistrer avant l'exécution du workflow"), ("Before the workflow runs.", "Avant que le workflow s'exécute.")),
        new("WorkflowExecuted", ("Commit After Workflow Execution", "Enregistrer après l'exécution du workflow"), ("After the workflow has run.", "Après que le workflow s'est exécuté.")),
        new("ActivityExecuting", ("Commit Before Activity Execution", "Enregistrer avant chaque activité"), ("Before each activity runs.", "Avant que chaque activité s'exécute.")),
        new("ActivityExecuted", ("Commit After Activity Execution", "Enregistrer après chaque activité"), ("After each activity has run.", "Après que chaque activité s'est exécutée.")),
    ];

    private static readonly Strategy[] ActivityCommits =
    [
        new("CommitAlways", ("Commit Before And After", "Enregistrer avant et après"), ("Before and after the activity runs.", "Avant et après l'exécution de l'activité.")),
        new("CommitNever", ("Commit Later", "Enregistrer plus tard"), ("With what comes after the activity.", "Avec ce qui suit l'activité.")),
        new("Executing", ("Commit Before", "Enregistrer avant"), ("Before the activity runs.", "Avant l'exécution de l'activité.")),
        new("Executed", ("Commit After", "Enregistrer après"), ("After the activity has run.", "Après l'exécution de l'activité.")),
    ];

    private static readonly Strategy[] LogPersistence =
    [
        Logged("Configuration", ("Configuration", "Configuration"), ("As the hub's configuration says.", "Selon la configuration du hub.")),
        Logged("Exclude", ("Exclude", "Exclure"), ("The values stay out of the journal.", "Les valeurs ne vont pas au journal.")),
        Logged("Include", ("Include", "Inclure"), ("The values go into the journal.", "Les valeurs vont au journal.")),
        Logged("Inherit", ("Inherit", "Hériter"), ("As the activity or the workflow says.", "Comme l'activité ou le workflow le dit.")),
    ];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/descriptors/incident-strategies", (HttpContext context) => Typed(context, Incidents))
            .WithName("listIncidentStrategies")
            .RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/descriptors/workflow-activation-strategies", (HttpContext context) => Typed(context, Activations))
            .WithName("listWorkflowActivationStrategies")
            .RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/descriptors/log-persistence-strategies", (HttpContext context) => Typed(context, LogPersistence))
            .WithName("listLogPersistenceStrategies")
            .RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/descriptors/commit-strategies/workflows", (HttpContext context) => Named(context, WorkflowCommits))
            .WithName("listWorkflowCommitStrategies")
            .RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/descriptors/commit-strategies/activities", (HttpContext context) => Named(context, ActivityCommits))
            .WithName("listActivityCommitStrategies")
            .RequirePermission(Permissions.WorkflowsRead);
    }

    private static IResult Typed(HttpContext context, Strategy[] strategies)
    {
        var language = RequestLanguage.Of(context.Request).Name;
        return Results.Json(new
        {
            items = strategies.Select(strategy => new { displayName = strategy.Name.In(language), description = strategy.Description.In(language), typeName = strategy.Id }),
            count = strategies.Length,
        });
    }

    private static IResult Named(HttpContext context, Strategy[] strategies)
    {
        var language = RequestLanguage.Of(context.Request).Name;
        return Results.Json(new
        {
            items = strategies.Select(strategy => new { name = strategy.Id, displayName = strategy.Name.In(language), description = strategy.Description.In(language) }),
            count = strategies.Length,
        });
    }

    private static Strategy Logged(string name, Text title, Text description) =>
        new($"Elsa.Workflows.LogPersistence.Strategies.{name}, Elsa.Workflows.Core", title, description);

    /// <param name="Id">Its type name, or its name where Elsa knows it by one.</param>
    private sealed record Strategy(string Id, Text Name, Text Description);
}
