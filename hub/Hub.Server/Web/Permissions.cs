namespace Hub.Server.Web;

/// <summary>
/// What a caller may do, one word per right. A route names the one it needs with <c>RequirePermission</c>; a role is a set of
/// them; an API key may be narrowed to some. To add one: a constant here and a line in <see cref="Catalogue"/>.
/// </summary>
public static class Permissions
{
    public const string AuditRead = "audit:read";
    public const string ConnectorAttach = "connector:attach";
    public const string ConnectorsOperate = "connectors:operate";
    public const string ConnectorsRead = "connectors:read";
    public const string DeadLettersDiscard = "dead-letters:discard";
    public const string DeadLettersOpen = "dead-letters:open";
    public const string DeadLettersRead = "dead-letters:read";
    public const string DeadLettersReplay = "dead-letters:replay";
    public const string DocumentsRead = "documents:read";
    public const string DocumentsWrite = "documents:write";
    public const string FlowsRead = "flows:read";
    public const string IncidentsRead = "incidents:read";
    public const string IncidentsResolve = "incidents:resolve";
    public const string JourneysMessage = "journeys:message";
    public const string JourneysRead = "journeys:read";
    public const string KeysManage = "keys:manage";
    public const string MetricsRead = "metrics:read";
    public const string ProceduresRead = "procedures:read";
    public const string QualityRead = "quality:read";
    public const string RequestsSubmit = "requests:submit";
    public const string SchemasRead = "schemas:read";
    public const string SchemasWrite = "schemas:write";
    public const string WorkflowsPublish = "workflows:publish";
    public const string WorkflowsRead = "workflows:read";
    public const string WorkflowsRun = "workflows:run";
    public const string WorkflowsWrite = "workflows:write";

    /// <summary>Every permission with what it allows, by name.</summary>
    public static IReadOnlyDictionary<string, LocalizedText> Catalogue { get; } = new SortedDictionary<string, LocalizedText>(StringComparer.Ordinal)
    {
        [AuditRead] = new("Lire le journal d'audit", "Read the audit log"),
        [ConnectorAttach] = new("Se raccorder au hub en tant que connecteur", "Attach to the hub as a connector"),
        [ConnectorsOperate] = new("Tester, suspendre et reprendre un connecteur", "Test, pause and resume a connector"),
        [ConnectorsRead] = new("Voir les connecteurs et leur santé", "See the connectors and their health"),
        [DeadLettersDiscard] = new("Écarter un message en échec", "Discard a dead letter"),
        [DeadLettersOpen] = new("Lire le contenu d'un message en échec", "Read what a dead letter holds"),
        [DeadLettersRead] = new("Voir les messages en échec", "See the dead letters"),
        [DeadLettersReplay] = new("Rejouer les messages en échec", "Replay dead letters"),
        [DocumentsRead] = new("Lire les documents déposés", "Read stored documents"),
        [DocumentsWrite] = new("Déposer des documents", "Store documents"),
        [FlowsRead] = new("Voir les flux et leurs volumes", "See the flows and their volumes"),
        [IncidentsRead] = new("Voir les incidents", "See the incidents"),
        [IncidentsResolve] = new("Traiter un incident", "Resolve an incident"),
        [JourneysMessage] = new("Envoyer un message à un parcours", "Send a message to a journey"),
        [JourneysRead] = new("Suivre les parcours des usagers", "Follow the citizens' journeys"),
        [KeysManage] = new("Créer et révoquer des clés d'API", "Create and revoke API keys"),
        [MetricsRead] = new("Lire les mesures techniques", "Read the technical metrics"),
        [ProceduresRead] = new("Voir les démarches proposées", "See the procedures on offer"),
        [QualityRead] = new("Voir les indicateurs de qualité", "See the quality indicators"),
        [RequestsSubmit] = new("Transmettre une demande d'usager", "Submit a citizen request"),
        [SchemasRead] = new("Lire et essayer les schémas", "Read and try schemas"),
        [SchemasWrite] = new("Enregistrer des schémas", "Register schemas"),
        [WorkflowsPublish] = new("Publier et retirer un workflow", "Publish and retract a workflow"),
        [WorkflowsRead] = new("Voir les workflows et leurs exécutions", "See workflows and their runs"),
        [WorkflowsRun] = new("Lancer et annuler un workflow", "Start and cancel a workflow"),
        [WorkflowsWrite] = new("Modifier les workflows", "Edit workflows"),
    };
}
