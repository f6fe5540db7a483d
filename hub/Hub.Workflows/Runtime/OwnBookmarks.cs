namespace Hub.Workflows.Runtime;

/// <summary>Bookmarks by which the engine itself goes on, at once or a little later, without waiting for anybody. The host resumes them when they are due.</summary>
public static class OwnBookmarks
{
    /// <summary>A burst was committed in its middle; its remaining work goes on here.</summary>
    public const string Continue = "Hub.Continue";

    /// <summary>An activity with <c>runAsynchronously</c> runs here, in a burst of its own.</summary>
    public const string Background = "Hub.Background";

    /// <summary>An outside call that failed is made again here.</summary>
    public const string Retry = "Hub.Retry";

    /// <summary>An activity that starts other workflows goes on here, once what it asked for so far is kept.</summary>
    public const string GoOn = "Hub.GoOn";

    /// <summary>Whether nobody outside is waited for at a bookmark of this name.</summary>
    public static bool Includes(string bookmarkName) => bookmarkName is Continue or Background or Retry or GoOn;
}
