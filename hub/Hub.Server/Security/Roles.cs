using System.Collections.Frozen;
using Hub.Server.Web;

namespace Hub.Server.Security;

/// <summary>The people and machines that use the hub, and what each may do. An API key carries one or more roles.</summary>
public static class Roles
{
    /// <summary>Runs the hub: every permission.</summary>
    public const string Administrator = "administrator";

    /// <summary>A business application's connector: attaches, exchanges documents, submits what its application receives.</summary>
    public const string Connector = "connector";

    /// <summary>Draws procedures in the designer and tries them.</summary>
    public const string Designer = "designer";

    /// <summary>Answers for the service: sees flows, quality, journeys and the audit log; changes nothing.</summary>
    public const string Director = "director";

    /// <summary>Plugs online services and business software into the hub, and keeps the exchanges running.</summary>
    public const string Integrator = "integrator";

    /// <summary>Each role's permissions.</summary>
    public static IReadOnlyDictionary<string, FrozenSet<string>> Catalogue { get; } = new SortedDictionary<string, FrozenSet<string>>(StringComparer.Ordinal)
    {
        [Administrator] = Permissions.Catalogue.Keys.ToFrozenSet(StringComparer.Ordinal),
        [Connector] = Set(
            Permissions.ConnectorAttach, Permissions.DocumentsRead, Permissions.DocumentsWrite, Permissions.RequestsSubmit, Permissions.SchemasRead),
        [Designer] = Set(
            Permissions.ConnectorsRead, Permissions.DocumentsWrite, Permissions.IncidentsRead, Permissions.JourneysMessage, Permissions.JourneysRead,
            Permissions.ProceduresRead, Permissions.RequestsSubmit, Permissions.SchemasRead, Permissions.SchemasWrite, Permissions.WorkflowsPublish,
            Permissions.WorkflowsRead, Permissions.WorkflowsRun, Permissions.WorkflowsWrite),
        [Director] = Set(
            Permissions.AuditRead, Permissions.ConnectorsRead, Permissions.DeadLettersRead, Permissions.FlowsRead, Permissions.IncidentsRead,
            Permissions.JourneysRead, Permissions.ProceduresRead, Permissions.QualityRead, Permissions.WorkflowsRead),
        [Integrator] = Set(
            Permissions.ConnectorsOperate, Permissions.ConnectorsRead, Permissions.DeadLettersDiscard, Permissions.DeadLettersOpen, Permissions.DeadLettersRead,
            Permissions.DeadLettersReplay,
            Permissions.DocumentsRead, Permissions.DocumentsWrite, Permissions.FlowsRead, Permissions.IncidentsRead, Permissions.IncidentsResolve, Permissions.JourneysMessage,
            Permissions.JourneysRead, Permissions.MetricsRead, Permissions.ProceduresRead, Permissions.QualityRead, Permissions.RequestsSubmit,
            Permissions.SchemasRead, Permissions.SchemasWrite, Permissions.WorkflowsRead),
    };

    private static FrozenSet<string> Set(params ReadOnlySpan<string> permissions) => permissions.ToArray().ToFrozenSet(StringComparer.Ordinal);
}
