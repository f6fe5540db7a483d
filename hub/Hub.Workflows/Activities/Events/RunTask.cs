using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Events;

/// <summary>Asks somebody outside to do something, and waits until they say that it is done.</summary>
internal sealed class RunTask : Activity
{
    /// <summary>Stimulus name of task bookmarks.</summary>
    public const string StimulusName = "Elsa.RunTask";

    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = StimulusName,
        Category = Categories.Primitives,
        DisplayName = ("Run Task", "Confier une tâche"),
        Description = ("Asks the application to do something and waits until it is done.", "Demande à l'application d'effectuer une tâche et attend qu'elle soit faite."),
        Inputs =
        [
            new() { Name = "TaskName", TypeName = "String", DisplayName = ("Task Name", "Nom de la tâche"), Description = ("The name of the task.", "Le nom de la tâche.") },
            new() { Name = "Payload", TypeName = "ObjectDictionary", Description = ("What is needed to do it.", "Ce qu'il faut pour la faire."), UIHint = "multiline", DefaultSyntax = "JavaScript" },
        ],
        Outputs =
        [
            new() { Name = "TaskId", TypeName = "String", Description = ("The id of the task.", "L'identifiant de la tâche.") },
            new() { Name = OutputDescriptor.Result, Description = ("What came of it.", "Ce qui en est résulté.") },
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var name = context.GetText("TaskName");
        if (string.IsNullOrEmpty(name))
        {
            context.Fault("Run Task needs the name of the task.");
        }

        var taskId = context.NewId();
        context.SetOutput("TaskId", JsonValues.From(taskId));
        var bookmark = context.CreateBookmark(new BookmarkRequest { Name = StimulusName, Stimulus = JsonValues.Object(("taskId", JsonValues.From(taskId))), Callback = "completed" });
        context.Run.RequestedTasks.Add(new RequestedTask(taskId, name, context.GetInput("Payload"), bookmark.Id));
        return default;
    }

    public override ValueTask ResumeAsync(ActivityContext context)
    {
        if (context.StimulusInput.IsSet())
        {
            context.SetOutput(OutputDescriptor.Result, context.StimulusInput);
        }

        context.Complete();
        return default;
    }
}
