namespace Hub.Server.Demo;

/// <summary>The demo cannot go on; the message tells the person at the keyboard what is missing and what to do.</summary>
internal sealed class DemoException(LocalizedText text) : Exception(text.Fr + "\n" + text.En);
