import "@mantine/notifications/styles.css";
import { Notifications, notifications } from "@mantine/notifications";
import { problemOf } from "../api/problem.ts";

export const Notices = () => <Notifications position="bottom-right" limit={4} />;

export const showDone = (message: string): void => void notifications.show({ message, color: "teal" });

export const showFailed = (attempted: string, error: unknown): void => {
  const { title, detail } = problemOf(error);
  notifications.show({ title: `${attempted}: ${title.toLowerCase()}`, message: detail, color: "red", autoClose: 12_000 });
};
