// The wire's messages share names with ours (Command, Event): they are always written V1.Command.
global using V1 = global::Hub.Connector.V1;
