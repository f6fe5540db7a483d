namespace Hub.Server.Web;

/// <summary>Every action that the audit log knows, with what it means. To add one: a constant and a line in <see cref="Actions"/>.</summary>
public static class AuditCatalog
{
    public const string AlterationsOrdered = "alterations.ordered";
    public const string AuditCheckpointSigned = "audit.checkpoint-signed";
    public const string BackupMade = "backup.made";
    public const string BackupRestored = "backup.restored";
    public const string ConnectorEnrolled = "connector.enrolled";
    public const string ConnectorPaused = "connector.paused";
    public const string ConnectorResumed = "connector.resumed";
    public const string ConnectorTested = "connector.tested";
    public const string DeadLetterDiscarded = "dead-letter.discarded";
    public const string DeadLetterOpened = "dead-letter.opened";
    public const string DeadLettersReplayed = "dead-letters.replayed";
    public const string DocumentRead = "document.read";
    public const string DocumentStored = "document.stored";
    public const string HubStarted = "hub.started";
    public const string HubStopped = "hub.stopped";
    public const string IncidentResolved = "incident.resolved";
    public const string JourneyMessageSent = "journey.message-sent";
    public const string KeyCreated = "key.created";
    public const string KeyRevoked = "key.revoked";
    public const string RequestSubmitted = "request.submitted";
    public const string SchemaDriftCleared = "schema.drift-cleared";
    public const string SchemaForced = "schema.forced";
    public const string SchemaRegistered = "schema.registered";
    public const string SessionClosed = "session.closed";
    public const string SessionOpened = "session.opened";
    public const string TokenIssued = "token.issued";
    public const string WorkflowAltered = "workflow.altered";
    public const string WorkflowCancelled = "workflow.cancelled";
    public const string WorkflowDeleted = "workflow.deleted";
    public const string WorkflowFolderImported = "workflow-folder.imported";
    public const string WorkflowImported = "workflow.imported";
    public const string WorkflowInstanceChanged = "workflow-instance.changed";
    public const string WorkflowInstanceDeleted = "workflow-instance.deleted";
    public const string WorkflowInstanceExported = "workflow-instance.exported";
    public const string WorkflowInstanceImported = "workflow-instance.imported";
    public const string WorkflowPublished = "workflow.published";
    public const string WorkflowRetracted = "workflow.retracted";
    public const string WorkflowSaved = "workflow.saved";
    public const string WorkflowStarted = "workflow.started";

    /// <summary>Every action, by name.</summary>
    public static IReadOnlyDictionary<string, LocalizedText> Actions { get; } = new SortedDictionary<string, LocalizedText>(StringComparer.Ordinal)
    {
        [AlterationsOrdered] = new("Modifications d'exécutions demandées en lot", "Alterations of several runs ordered"),
        [AuditCheckpointSigned] = new("Point de contrôle du journal signé", "Checkpoint of the log signed"),
        [BackupMade] = new("Sauvegarde faite", "Backup made"),
        [BackupRestored] = new("Sauvegarde restaurée", "Backup restored"),
        [ConnectorEnrolled] = new("Connecteur enrôlé", "Connector enrolled"),
        [ConnectorPaused] = new("Connecteur suspendu", "Connector paused"),
        [ConnectorResumed] = new("Connecteur repris", "Connector resumed"),
        [ConnectorTested] = new("Connecteur testé", "Connector tested"),
        [DeadLetterDiscarded] = new("Message en échec écarté", "Dead letter discarded"),
        [DeadLetterOpened] = new("Contenu d'un message en échec lu", "Content of a dead letter read"),
        [DeadLettersReplayed] = new("Messages en échec rejoués", "Dead letters replayed"),
        [DocumentRead] = new("Document lu", "Document read"),
        [DocumentStored] = new("Document déposé", "Document stored"),
        [HubStarted] = new("Hub démarré", "Hub started"),
        [HubStopped] = new("Hub arrêté", "Hub stopped"),
        [IncidentResolved] = new("Incident traité", "Incident resolved"),
        [JourneyMessageSent] = new("Message envoyé à un parcours", "Message sent to a journey"),
        [KeyCreated] = new("Clé d'API créée", "API key created"),
        [KeyRevoked] = new("Clé d'API révoquée", "API key revoked"),
        [RequestSubmitted] = new("Demande transmise", "Request submitted"),
        [SchemaDriftCleared] = new("Écarts d'un schéma remis à zéro", "Drift of a schema cleared"),
        [SchemaForced] = new("Schéma enregistré malgré des lecteurs cassés", "Schema registered although it breaks readers"),
        [SchemaRegistered] = new("Schéma enregistré", "Schema registered"),
        [SessionClosed] = new("Session fermée", "Session closed"),
        [SessionOpened] = new("Session ouverte", "Session opened"),
        [TokenIssued] = new("Jeton délivré", "Token issued"),
        [WorkflowAltered] = new("Exécution d'un workflow modifiée", "Run of a workflow altered"),
        [WorkflowCancelled] = new("Exécution de workflow annulée", "Workflow run cancelled"),
        [WorkflowDeleted] = new("Workflow supprimé", "Workflow deleted"),
        [WorkflowFolderImported] = new("Dossier de workflows importé au démarrage", "Folder of workflows imported at start"),
        [WorkflowImported] = new("Workflow importé", "Workflow imported"),
        [WorkflowInstanceChanged] = new("Variables d'une exécution modifiées", "Variables of a workflow run changed"),
        [WorkflowInstanceDeleted] = new("Exécution de workflow supprimée", "Workflow run deleted"),
        [WorkflowInstanceExported] = new("Exécution de workflow exportée", "Workflow run exported"),
        [WorkflowInstanceImported] = new("Exécution de workflow importée", "Workflow run imported"),
        [WorkflowPublished] = new("Workflow publié", "Workflow published"),
        [WorkflowRetracted] = new("Workflow retiré", "Workflow retracted"),
        [WorkflowSaved] = new("Workflow enregistré", "Workflow saved"),
        [WorkflowStarted] = new("Workflow lancé", "Workflow started"),
    };
}
