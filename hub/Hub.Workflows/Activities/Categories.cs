namespace Hub.Workflows.Activities;

/// <summary>The groups of the designer's toolbox, and the groups of inputs within an activity.</summary>
public static class Categories
{
    /// <summary>Order of steps.</summary>
    public static LocalizedText Flow { get; } = ("Flow", "Enchaînement");

    /// <summary>Decisions and parallel branches.</summary>
    public static LocalizedText Branching { get; } = ("Branching", "Branchements");

    /// <summary>Loops.</summary>
    public static LocalizedText Looping { get; } = ("Looping", "Boucles");

    /// <summary>Workflows made of workflows.</summary>
    public static LocalizedText Composition { get; } = ("Composition", "Assemblage");

    /// <summary>Lines of text in and out.</summary>
    public static LocalizedText Console { get; } = ("Console", "Console");

    /// <summary>Calls over HTTP, both ways.</summary>
    public static LocalizedText Http { get; } = ("HTTP", "HTTP");

    /// <summary>Small things: variables, names, ends.</summary>
    public static LocalizedText Primitives { get; } = ("Primitives", "Actions de base");

    /// <summary>Waiting for a time.</summary>
    public static LocalizedText Scheduling { get; } = ("Scheduling", "Planification");

    /// <summary>Programs.</summary>
    public static LocalizedText Scripting { get; } = ("Scripting", "Scripts");

    /// <summary>What the designer needs and nobody drags.</summary>
    public static LocalizedText System { get; } = ("System", "Système");

    /// <summary>Definitions used as activities.</summary>
    public static LocalizedText Workflows { get; } = ("Workflows", "Workflows");

    /// <summary>Inputs that few need.</summary>
    public static LocalizedText Advanced { get; } = ("Advanced", "Avancé");

    /// <summary>Inputs about files taken in.</summary>
    public static LocalizedText Upload { get; } = ("Upload", "Dépôt de fichiers");

    /// <summary>Inputs about who may call.</summary>
    public static LocalizedText Security { get; } = ("Security", "Sécurité");

    /// <summary>Inputs about traces.</summary>
    public static LocalizedText Telemetry { get; } = ("Open Telemetry", "Traces (OpenTelemetry)");
}
